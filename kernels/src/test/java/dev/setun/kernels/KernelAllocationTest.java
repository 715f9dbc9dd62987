package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.probe.LinearCase;
import dev.setun.kernels.probe.LinearCase.Fill;
import dev.setun.model.TernaryLinear;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// C2 gives up scalar replacement of vectors silently, and then every call allocates; so a compiled
/// kernel is asked how much it allocates.
class KernelAllocationTest {
  private static final int CALLS = 300;
  private static final int ROUNDS = 400;

  static Stream<Kernel> kernels() {
    return KernelProvider.ofThisJvm().explain().stream()
        .filter(choice -> choice.verdict() != Verdict.UNAVAILABLE)
        .map(KernelChoice::kernel);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aWarmCallWithOneTokenAllocatesNothing(Kernel kernel) {
    assertThat(bytesPerRoundOnceCompiled(kernel, 1)).isZero();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aWarmCallWithFiveTokensAllocatesNothing(Kernel kernel) {
    assertThat(bytesPerRoundOnceCompiled(kernel, 5)).isZero();
  }

  /// The fewest bytes that one round of calls allocated, ending at the first round of none: when
  /// the compiler gets round to a method depends on the load of the machine.
  private static long bytesPerRoundOnceCompiled(Kernel kernel, int tokens) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    LinearCase linearCase = LinearCase.of(300, 300, tokens, Fill.RANDOM, Fill.RANDOM, 7);
    TernaryLinear linear = KernelProvider.ofThisJvm().named(kernel).prepare(linearCase.weights());
    int[] sums = new int[tokens * 300];
    long fewest = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && fewest > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int call = 0; call < CALLS; call++) {
        linear.multiply(linearCase.activations(), tokens, sums);
      }
      fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return fewest;
  }
}
