package dev.setun.kernels.probe;

import dev.setun.kernels.KernelChoice;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.KernelProvider;
import dev.setun.kernels.probe.LinearCase.Fill;
import dev.setun.kernels.probe.NumericsCase.Values;
import dev.setun.model.LinearBackend;
import dev.setun.model.inference.ScalarBackend;
import dev.setun.model.numerics.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Compares the kernels that this JVM can use with the definition, then the floating-point
/// operations and a forward pass with the scalar ones; prints each comparison and the choices.
public final class KernelProbe {
  /// Only prints the choices.
  public static final String BRIEF = "brief";

  private static final int CASES = 60;

  private KernelProbe() {}

  /// @param arguments nothing, or [#BRIEF]
  public static void main(String[] arguments) {
    KernelProvider provider = KernelProvider.ofThisJvm();
    System.out.println("best: " + provider.best().name());
    provider.explain().forEach(System.out::println);
    if (!List.of(arguments).contains(BRIEF)) {
      compareLinears(provider);
      compareForwardPass(provider.best());
    }
  }

  private static void compareLinears(KernelProvider provider) {
    for (KernelChoice choice : provider.explain()) {
      if (choice.verdict() != Verdict.UNAVAILABLE) {
        var random = new Random(1958);
        for (int i = 0; i < CASES; i++) {
          Fill weights = pick(random);
          Fill activations = pick(random);
          LinearCase.of(
                  random.nextInt(1, 71),
                  random.nextInt(1, 301),
                  i % 4 == 0 ? random.nextInt(6, 140) : random.nextInt(1, 6),
                  weights,
                  activations,
                  random.nextLong())
              .check(provider.named(choice.kernel()));
        }
        System.out.println(
            "equal: " + provider.named(choice.kernel()).name() + " in " + CASES + " cases");
      }
    }
    LinearCase.of(100, 100, 2, Fill.RANDOM, Fill.RANDOM, 1).check(provider.best());
  }

  private static void compareForwardPass(LinearBackend best) {
    var random = new Random(1959);
    for (int i = 0; i < CASES; i++) {
      Values values = List.of(Values.values()).get(i % Values.values().length);
      NumericsCase.of(random.nextInt(1, 100), random.nextInt(5), values, i)
          .check(best.numerics(Profile.CANONICAL));
    }
    int[][] expected = BardCase.logitBits(new ScalarBackend(), 1);
    boolean equal = Arrays.deepEquals(expected, BardCase.logitBits(best, 2));
    System.out.println("forward pass " + (equal ? "equal" : "DIFFERENT"));
  }

  private static Fill pick(Random random) {
    return List.of(Fill.values()).get(random.nextInt(Fill.values().length));
  }
}
