package dev.setun.model.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.Model;
import dev.setun.model.numerics.Profile;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SessionInvarianceProperties {
  @Property(tries = 100)
  void anySplitOfTheTokensOnOneToThreeThreadsGivesTheSameBits(
      @ForAll long seed,
      @ForAll RandomModel.Kind kind,
      @ForAll Profile profile,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    Model model = RandomModel.of(seed, kind);
    Random random = new Random(seed + 1);
    int[] tokens = random.ints(RandomModel.POSITIONS, 0, RandomModel.VOCABULARY).toArray();
    CachePrecision precision =
        random.nextBoolean() && profile != Profile.HF ? CachePrecision.F16 : CachePrecision.F32;
    Session.Options options = Session.Options.reference().with(profile).with(precision);
    try (Session batch = new Session(model, options);
        Session split = new Session(model, options.withThreads(threads))) {
      float[] expected = batch.allLogits(tokens);
      assertThat(expected).doesNotContain(Float.NaN);
      int position = 0;
      while (position < tokens.length) {
        int next = position + random.nextInt(1, tokens.length - position + 1);
        int[] piece = Arrays.copyOfRange(tokens, position, next);
        float[] logits = random.nextBoolean() ? split.allLogits(piece) : split.logits(piece);
        int last = next * RandomModel.VOCABULARY;
        assertThat(logits).isEqualTo(Arrays.copyOfRange(expected, last - logits.length, last));
        position = next;
      }
      assertThat(split.positions()).isEqualTo(tokens.length);
    }
  }
}
