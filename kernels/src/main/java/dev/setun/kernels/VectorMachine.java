package dev.setun.kernels;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.setun.kernels.ternary.VectorKernels;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What decides which kernel can run well: facts about this JVM and machine.
///
/// @param vectorModule whether `jdk.incubator.vector` is resolved
/// @param optimizingCompiler whether C2 runs; without it vector code is about 1000 times slower
/// @param lanes 16-bit lanes of the preferred vectors, 0 if the module is missing
/// @param useAvx the JVM's level of AVX, 0 to 3; empty on machines that are not x86
public record VectorMachine(
    boolean vectorModule, boolean optimizingCompiler, int lanes, OptionalInt useAvx) {
  private static final int FULL_OPTIMIZATION = 4;

  /// The facts about this JVM.
  public static VectorMachine ofThisJvm() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return new VectorMachine(
        present, optimizing(), present ? VectorKernels.preferredLanes() : 0, number("UseAVX"));
  }

  private static boolean optimizing() {
    boolean interpreted = System.getProperty("java.vm.info", "").contains("interpreted mode");
    return !interpreted
        && number("TieredStopAtLevel").orElse(FULL_OPTIMIZATION) == FULL_OPTIMIZATION;
  }

  private static OptionalInt number(String option) {
    return option(option).map(Integer::parseInt).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static Optional<String> option(String name) {
    @Nullable HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (jvm == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(jvm.getVMOption(name).getValue());
    } catch (IllegalArgumentException unknownOption) {
      return Optional.empty();
    }
  }

  /// Whether a 16-bit shuffle with a table of two vectors is an instruction here (`vpermi2w`).
  boolean shufflesTwoVectors() {
    return useAvx.orElse(0) >= 3;
  }
}
