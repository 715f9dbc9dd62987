package dev.setun.kernels;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.ternary.VectorKernels;
import dev.setun.model.BackendException;
import dev.setun.model.LinearBackend;
import dev.setun.model.inference.ScalarBackend;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The one place that decides where ternary linears are computed.
///
/// The fastest kernel that this JVM and machine run well is chosen once; `-Dsetun.kernel=NAME`
/// forces another. The faster ones that cannot run are logged with their reason on the logger
/// `dev.setun.kernels`: as a warning (standard error unless configured otherwise) where only the
/// scalar reference is left, which a flag can undo, and as debug otherwise, since a machine without
/// AVX-512 has nothing to mend. Every kernel gives the same integers, so the choice never changes a
/// result.
///
/// | widest vectors | kernel |
/// |---|---|
/// | 512 bits | LUT3_W48 |
/// | 256 bits with AVX-512VL | LUT3_W48 |
/// | 256 bits (AVX2), more than 512 | UNPACK2 |
/// | 128 bits (NEON, SSE) | NIBBLE_TABLES |
/// | none, or `jdk.incubator.vector` is not resolved | SCALAR |
public final class KernelProvider {
  /// Forces a kernel by its label.
  public static final String PROPERTY = "setun.kernel";

  /// Linears of fewer weights than this are computed by the scalar reference: a vector tile would
  /// be mostly padding.
  static final int TINY_WEIGHTS = 1024;

  private static final System.Logger LOGGER = System.getLogger("dev.setun.kernels");

  private static Optional<KernelProvider> ofThisJvm = Optional.empty();

  private final List<KernelChoice> choices;
  private final System.Logger logger;

  /// @throws BackendException if the forced kernel cannot run on the machine
  KernelProvider(VectorMachine machine, Optional<Kernel> forced, System.Logger logger) {
    this.choices = KernelChoices.of(machine, forced);
    this.logger = logger;
    logChoice();
  }

  /// The provider for this JVM; looks at the machine at the first call.
  ///
  /// @throws BackendException if the property names no kernel, or one that cannot run here
  public static synchronized KernelProvider ofThisJvm() {
    if (ofThisJvm.isEmpty()) {
      Optional<Kernel> forced =
          Optional.ofNullable(System.getProperty(PROPERTY))
              .map(label -> Kernel.parse("-D" + PROPERTY, label));
      ofThisJvm = Optional.of(new KernelProvider(VectorMachine.ofThisJvm(), forced, LOGGER));
    }
    return ofThisJvm.get();
  }

  /// Each kernel, the fastest first, with its verdict and reason; exactly one is chosen.
  public List<KernelChoice> explain() {
    return choices;
  }

  /// The backend of the chosen kernel. Linears of under [#TINY_WEIGHTS] weights are computed by the
  /// scalar reference.
  public LinearBackend best() {
    return best(Preparation.quiet());
  }

  /// As above, with a file of packed weights or somebody who watches.
  public LinearBackend best(Preparation preparation) {
    Kernel chosen = chosen().kernel();
    LinearBackend backend = backend(chosen, preparation);
    return chosen == Kernel.SCALAR
        ? backend
        : new ScalarForTiny(backend, new ScalarBackend(), TINY_WEIGHTS, logger);
  }

  /// The backend of one kernel, for linears of every shape.
  ///
  /// @throws BackendException if it cannot run here
  public LinearBackend named(Kernel kernel) {
    return named(kernel, Preparation.quiet());
  }

  /// As above, with a file of packed weights or somebody who watches.
  ///
  /// @throws BackendException if it cannot run here
  public LinearBackend named(Kernel kernel, Preparation preparation) {
    KernelChoice choice = choice(candidate -> candidate.kernel() == kernel);
    if (choice.verdict() == Verdict.UNAVAILABLE) {
      throw new BackendException("kernel", "cannot use " + choice);
    }
    return backend(kernel, preparation);
  }

  /// As above, by label.
  ///
  /// @throws BackendException if there is no such kernel or it cannot run here
  public LinearBackend named(String label) {
    return named(Kernel.parse("kernel", label));
  }

  private static LinearBackend backend(Kernel kernel, Preparation preparation) {
    return switch (kernel) {
      case LUT3_W48 -> VectorKernels.lut3W48(preparation);
      case LUT3_W9 -> VectorKernels.lut3W9(preparation);
      case NIBBLE_TABLES -> VectorKernels.nibbleTables(preparation);
      case BYTE_TABLES -> VectorKernels.byteTables(preparation);
      case BIT_SERIAL -> VectorKernels.bitSerial(preparation);
      case UNPACK2 -> VectorKernels.unpackMultiply(preparation);
      case SCALAR -> new ScalarBackend();
    };
  }

  private KernelChoice chosen() {
    return choice(candidate -> candidate.verdict() == Verdict.CHOSEN);
  }

  private KernelChoice choice(Predicate<KernelChoice> which) {
    return choices.stream().filter(which).findFirst().orElseThrow();
  }

  private void logChoice() {
    KernelChoice chosen = chosen();
    Level level = chosen.kernel() == Kernel.SCALAR ? Level.WARNING : Level.DEBUG;
    logger.log(Level.DEBUG, chosen::toString);
    choices.stream()
        .takeWhile(faster -> faster.verdict() != Verdict.CHOSEN)
        .forEach(faster ->
            logger.log(level, () -> "using " + chosen.kernel().label() + ", not " + faster));
  }
}
