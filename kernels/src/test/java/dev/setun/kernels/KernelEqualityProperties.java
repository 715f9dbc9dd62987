package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.probe.LinearCase;
import dev.setun.kernels.probe.LinearCase.Fill;
import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Every kernel that this machine runs gives every value of the definition.
class KernelEqualityProperties {
  @Provide
  Arbitrary<LinearBackend> kernels() {
    KernelProvider provider = KernelProvider.ofThisJvm();
    return Arbitraries.of(
        provider.explain().stream()
            .filter(choice -> choice.verdict() != Verdict.UNAVAILABLE)
            .map(choice -> provider.named(choice.kernel()))
            .toList());
  }

  @Property(tries = 600)
  void everyKernelEqualsTheScalarLinear(
      @ForAll("kernels") LinearBackend kernel,
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll @IntRange(min = 1, max = 300) int columns,
      @ForAll @IntRange(min = 1, max = 5) int tokens,
      @ForAll Fill weights,
      @ForAll Fill activations,
      @ForAll long seed) {
    LinearCase.of(rows, columns, tokens, weights, activations, seed).check(kernel);
  }

  @Property(tries = 100)
  void everyKernelEqualsTheScalarLinearOverSeveralTilesAndChunks(
      @ForAll("kernels") LinearBackend kernel,
      @ForAll @IntRange(min = 71, max = 400) int rows,
      @ForAll @IntRange(min = 301, max = 1100) int columns,
      @ForAll @IntRange(min = 1, max = 9) int tokens,
      @ForAll long seed) {
    LinearCase.of(rows, columns, tokens, Fill.RANDOM, Fill.RANDOM, seed).check(kernel);
  }

  /// So many that they lie in the lanes, and a rest that does not.
  @Property(tries = 200)
  void everyKernelEqualsTheScalarLinearWithManyTokens(
      @ForAll("kernels") LinearBackend kernel,
      @ForAll @IntRange(min = 1, max = 400) int rows,
      @ForAll @IntRange(min = 1, max = 600) int columns,
      @ForAll @IntRange(min = 6, max = 140) int tokens,
      @ForAll Fill weights,
      @ForAll Fill activations,
      @ForAll long seed) {
    LinearCase.of(rows, columns, tokens, weights, activations, seed).check(kernel);
  }

  /// All sums at the ends of their range, at every chunk boundary of both packings.
  @Property(tries = 150)
  void noSumOverflowsWhenEveryProductHasTheLargestMagnitude(
      @ForAll("kernels") LinearBackend kernel,
      @ForAll("extremes") Fill weights,
      @ForAll("extremes") Fill activations,
      @ForAll("boundaries") int columns,
      @ForAll("fewOrMany") int tokens) {
    LinearCase.of(130, columns, tokens, weights, activations, 0).check(kernel);
  }

  @Provide
  Arbitrary<Fill> extremes() {
    return Arbitraries.of(Fill.HIGHEST, Fill.LOWEST, Fill.ALTERNATING);
  }

  @Provide
  Arbitrary<Integer> fewOrMany() {
    return Arbitraries.of(1, 2, 3, 4, 5, 16, 37, 64);
  }

  @Provide
  Arbitrary<Integer> boundaries() {
    return Arbitraries.of(
        1, 8, 9, 47, 48, 49, 127, 128, 129, 239, 240, 241, 251, 252, 253, 255, 256, 257, 258, 259,
        504, 505, 2560);
  }

  @Property(tries = 60)
  void rowsMayBeSplitAtAnyMultipleOfTheGranularity(
      @ForAll("kernels") LinearBackend kernel,
      @ForAll @IntRange(min = 1, max = 700) int rows,
      @ForAll("fewOrMany") int tokens,
      @ForAll @IntRange(min = 0, max = 6) int cut,
      @ForAll long seed) {
    LinearCase linearCase = LinearCase.of(rows, 100, tokens, Fill.RANDOM, Fill.RANDOM, seed);
    TernaryLinear linear = kernel.prepare(linearCase.weights());
    int at = Math.min(cut * linear.rowGranularity(), rows);
    int[] actual = new int[tokens * rows];
    Arrays.fill(actual, Integer.MAX_VALUE);
    CompletableFuture<Void> lastRows =
        CompletableFuture.runAsync(
            () -> linear.multiplyRows(linearCase.activations(), tokens, actual, at, rows));
    linear.multiplyRows(linearCase.activations(), tokens, actual, 0, at);
    lastRows.join();
    assertThat(actual).isEqualTo(linearCase.expected());
  }

  @Example
  void rowsThatAreNotOnABoundaryAreRefused() {
    LinearBackend kernel = KernelProvider.ofThisJvm().named(Kernel.UNPACK2);
    LinearCase linearCase = LinearCase.of(700, 50, 1, Fill.RANDOM, Fill.RANDOM, 3);
    TernaryLinear linear = kernel.prepare(linearCase.weights());
    assertThatThrownBy(() -> linear.multiplyRows(linearCase.activations(), 1, new int[700], 1, 700))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found [1, 700)");
    assertThatThrownBy(() -> linear.multiply(linearCase.activations(), 2, new int[1400]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens x K activations");
  }

  @Example
  void anEmptyRangeWritesNothing() {
    LinearBackend kernel = KernelProvider.ofThisJvm().named(Kernel.UNPACK2);
    LinearCase linearCase = LinearCase.of(30, 50, 1, Fill.RANDOM, Fill.RANDOM, 3);
    int[] actual = new int[30];
    kernel.prepare(linearCase.weights()).multiplyRows(linearCase.activations(), 1, actual, 30, 30);
    assertThat(actual).containsOnly(0);
  }

  @Example
  void rowsOutsideTheRangeAreNotWritten() {
    LinearBackend kernel = KernelProvider.ofThisJvm().named(Kernel.UNPACK2);
    LinearCase linearCase = LinearCase.of(700, 50, 2, Fill.RANDOM, Fill.RANDOM, 3);
    TernaryLinear linear = kernel.prepare(linearCase.weights());
    int granularity = linear.rowGranularity();
    int[] actual = new int[1400];
    linear.multiplyRows(linearCase.activations(), 2, actual, granularity, 2 * granularity);
    for (int i = 0; i < actual.length; i++) {
      boolean inside = i % 700 >= granularity && i % 700 < 2 * granularity;
      assertThat(actual[i]).isEqualTo(inside ? linearCase.expected()[i] : 0);
    }
  }
}
