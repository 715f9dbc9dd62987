package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.probe.LinearCase;
import dev.setun.kernels.probe.LinearCase.Fill;
import dev.setun.kernels.probe.WarmAllocation;
import dev.setun.model.TernaryLinear;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelAllocationTest {
  /// The scalar reference is written to be read: it unpacks each row into a new array.
  static Stream<Kernel> vectorKernels() {
    return KernelProvider.ofThisJvm().explain().stream()
        .filter(choice -> choice.verdict() != Verdict.UNAVAILABLE)
        .map(KernelChoice::kernel)
        .filter(kernel -> kernel != Kernel.SCALAR);
  }

  @ParameterizedTest
  @MethodSource("vectorKernels")
  void aWarmCallWithOneTokenAllocatesNothing(Kernel kernel) {
    assertThat(bytesOnceCompiled(kernel, 1)).isZero();
  }

  @ParameterizedTest
  @MethodSource("vectorKernels")
  void aWarmCallWithFiveTokensAllocatesNothing(Kernel kernel) {
    assertThat(bytesOnceCompiled(kernel, 5)).isZero();
  }

  private static long bytesOnceCompiled(Kernel kernel, int tokens) {
    LinearCase linearCase = LinearCase.of(300, 300, tokens, Fill.RANDOM, Fill.RANDOM, 7);
    TernaryLinear linear = KernelProvider.ofThisJvm().named(kernel).prepare(linearCase.weights());
    int[] sums = new int[tokens * 300];
    return WarmAllocation.bytes(() -> linear.multiply(linearCase.activations(), tokens, sums));
  }
}
