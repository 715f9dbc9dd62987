package dev.setun.kernels;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.model.BackendException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The rule of choice: which kernel runs well on which machine.
final class KernelChoices {
  private static final int BITS_PER_LANE = 16;
  private static final int LUT3_LANES_ONE_VECTOR = 32;
  private static final int LANES_OF_128_BITS = 8;
  private static final int LUT3_LANES_TWO_VECTORS = 16;
  private static final String WIDER = "on a CPU with AVX-512 add -XX:UseAVX=3";

  private record Fit(boolean runsWell, String reason, String remedy) {}

  private KernelChoices() {}

  /// One choice for each kernel in the order of [Kernel].
  ///
  /// @throws BackendException if the forced kernel does not run on the machine
  static List<KernelChoice> of(VectorMachine machine, Optional<Kernel> forced) {
    Kernel best =
        forced.orElseGet(() ->
            Arrays.stream(Kernel.values())
                .filter(kernel -> fit(kernel, machine).runsWell())
                .findFirst()
                .orElseThrow());
    if (!fit(best, machine).runsWell()) {
      KernelChoice refused = choice(best, machine, best, false);
      throw new BackendException("-D" + KernelProvider.PROPERTY, "cannot use " + refused);
    }
    return Arrays.stream(Kernel.values())
        .map(kernel -> choice(kernel, machine, best, forced.isPresent()))
        .toList();
  }

  private static KernelChoice choice(
      Kernel kernel, VectorMachine machine, Kernel best, boolean forced) {
    Fit fit = fit(kernel, machine);
    if (!fit.runsWell()) {
      return new KernelChoice(kernel, Verdict.UNAVAILABLE, fit.reason(), fit.remedy());
    }
    String property = "-D" + KernelProvider.PROPERTY + "=" + best.label();
    if (kernel == best) {
      String reason = forced ? "forced by " + property : fit.reason();
      return new KernelChoice(kernel, Verdict.CHOSEN, reason, "");
    }
    return forced
        ? new KernelChoice(
            kernel, Verdict.AVAILABLE, best.label() + " is forced", "remove " + property)
        : new KernelChoice(kernel, Verdict.AVAILABLE, fit.reason(), "");
  }

  private static Fit fit(Kernel kernel, VectorMachine machine) {
    return switch (kernel) {
      case LUT3_W48, LUT3_W9 -> vectorCodeRuns(machine).orElseGet(() -> lut3(machine));
      case BYTE_TABLES -> vectorCodeRuns(machine).orElseGet(() -> byteTables(machine));
      case NIBBLE_TABLES -> vectorCodeRuns(machine).orElseGet(() -> nibbleTables(machine));
      case BIT_SERIAL ->
          vectorCodeRuns(machine)
              .orElseGet(() ->
                  new Fit(
                      true,
                      bits(machine) + "-bit vectors add planes of bits; ahead only on zeros",
                      ""));
      case UNPACK2 ->
          vectorCodeRuns(machine)
              .orElseGet(() ->
                  new Fit(
                      true,
                      bits(machine) + "-bit vectors multiply shorts; many tokens by tables",
                      ""));
      case SCALAR -> new Fit(true, "the scalar reference runs everywhere", "");
    };
  }

  /// A reason against all vector code, if there is one.
  private static Optional<Fit> vectorCodeRuns(VectorMachine machine) {
    if (!machine.vectorModule()) {
      return Optional.of(
          new Fit(
              false,
              "the module jdk.incubator.vector is not resolved",
              "add --add-modules=jdk.incubator.vector"));
    }
    return machine.optimizingCompiler()
        ? Optional.empty()
        : Optional.of(
            new Fit(
                false,
                "the optimizing compiler C2 is off",
                "remove -Xint or -XX:TieredStopAtLevel"));
  }

  private static Fit lut3(VectorMachine machine) {
    return switch (machine.lanes()) {
      case LUT3_LANES_ONE_VECTOR -> new Fit(true, "512-bit vectors hold a table of 27 shorts", "");
      case LUT3_LANES_TWO_VECTORS ->
          machine.shufflesTwoVectors()
              ? new Fit(true, "two 256-bit vectors hold a table of 27 shorts", "")
              : new Fit(false, "no shuffle of shorts from two 256-bit vectors", WIDER);
      default ->
          new Fit(
              false,
              "a table of 27 shorts needs vectors of 256 or 512 bits, found " + bits(machine),
              machine.useAvx().isPresent() ? WIDER + " -XX:MaxVectorSize=64" : "");
    };
  }

  /// Two widths of vectors in one JVM make C2 allocate, and wider ones are as fast without it.
  private static Fit nibbleTables(VectorMachine machine) {
    return machine.lanes() == LANES_OF_128_BITS
        ? new Fit(true, "128-bit vectors hold a table of 16 bytes", "")
        : new Fit(false, "for vectors of 128 bits, found " + bits(machine), "");
  }

  private static Fit byteTables(VectorMachine machine) {
    return machine.lanes() >= LUT3_LANES_TWO_VECTORS
        ? new Fit(true, "256-bit vectors hold a table of 27 bytes; behind unpack2", "")
        : new Fit(false, "a table of 27 bytes needs 256-bit vectors, found " + bits(machine), "");
  }

  private static int bits(VectorMachine machine) {
    return machine.lanes() * BITS_PER_LANE;
  }
}
