package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.probe.LinearCase;
import dev.setun.kernels.probe.LinearCase.Fill;
import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SkippedShareTest {
  @Test
  void theBitSerialKernelLeavesOutExactlyTheActivationsThatAreZero() {
    LinearBackend kernel = KernelProvider.ofThisJvm().named(Kernel.BIT_SERIAL);
    assertThat(kernel.skippedShare()).isZero();
    byte[] activations = new byte[100];
    Arrays.fill(activations, 0, 26, (byte) -128);
    int[] sums = new int[900];
    linear(kernel).multiply(activations, 1, sums);
    assertThat(kernel.skippedShare()).isEqualTo(0.74);
    Arrays.fill(activations, (byte) 1);
    linear(kernel).multiply(activations, 1, sums);
    assertThat(kernel.skippedShare()).isEqualTo(0.37);
  }

  @Test
  void kernelsThatMultiplyEverythingSayZero() {
    LinearBackend kernel = KernelProvider.ofThisJvm().named(Kernel.UNPACK2);
    linear(kernel).multiply(new byte[100], 1, new int[900]);
    assertThat(kernel.skippedShare()).isZero();
  }

  @Test
  void theTwoBitKernelGivesLinearsWithManyZerosToTheBitSerialOne() {
    LinearBackend kernel = KernelProvider.ofThisJvm().named(Kernel.UNPACK2);
    LinearCase sparse = LinearCase.of(900, 100, 1, Fill.RANDOM, Fill.RANDOM, 1);
    byte[] activations = sparse.activations();
    Arrays.fill(activations, (byte) 0);
    activations[7] = -3;
    byte[] row = new byte[100];
    int[] sums = new int[900];
    kernel.prepareForZeros(sparse.weights()).multiply(activations, 1, sums);
    for (int n = 0; n < 900; n++) {
      sparse.weights().unpackRow(n, row);
      assertThat(sums[n]).isEqualTo(-3 * row[7]);
    }
    assertThat(kernel.skippedShare()).isEqualTo(0.99);
  }

  private static TernaryLinear linear(LinearBackend kernel) {
    return kernel.prepare(LinearCase.of(900, 100, 1, Fill.RANDOM, Fill.ZERO, 1).weights());
  }
}
