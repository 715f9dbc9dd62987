package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.inference.Session;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Whole models of all kinds on vector kernels: the bits stay those of the scalar reference.
class ForwardProperties {
  private static final int TOKENS = 24;

  @Provide
  Arbitrary<LinearBackend> kernels() {
    KernelProvider provider = KernelProvider.ofThisJvm();
    return Arbitraries.of(
        provider.explain().stream()
            .filter(choice -> choice.verdict() != Verdict.UNAVAILABLE)
            .map(choice -> provider.named(choice.kernel()))
            .toList());
  }

  @Property(tries = 40)
  void everyKindOfModelInAnySplitOnOneToThreeThreadsGivesTheLogitsOfTheReference(
      @ForAll("kernels") LinearBackend kernel,
      @ForAll ModelKind kind,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll long seed) {
    Model model = kind.model();
    Random random = new Random(seed);
    int[] tokens = random.ints(TOKENS, 0, model.config().vocabulary()).toArray();
    Session.Options options = Session.Options.reference();
    try (Session reference = new Session(model, options);
        Session split = new Session(model, options.with(kernel).withThreads(threads))) {
      float[] expected = reference.allLogits(tokens);
      assertThat(expected).doesNotContain(Float.NaN);
      int position = 0;
      while (position < TOKENS) {
        int next = position + random.nextInt(1, TOKENS - position + 1);
        int[] piece = Arrays.copyOfRange(tokens, position, next);
        float[] logits = random.nextBoolean() ? split.allLogits(piece) : split.logits(piece);
        int last = next * model.config().vocabulary();
        assertThat(logits).isEqualTo(Arrays.copyOfRange(expected, last - logits.length, last));
        position = next;
      }
    }
  }
}
