package dev.setun.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  /// The numbers that are published for SplitMix64 with the seed 1234567 (Rosetta Code,
  /// "Pseudo-random numbers/Splitmix64").
  @Test
  void theGeneratorGivesThePublishedNumbers() {
    SplitMix64 numbers = new SplitMix64(1234567);
    assertThat(IntStream.range(0, 5).mapToObj(i -> Long.toUnsignedString(numbers.nextLong())))
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
  }

  @Test
  void aSeedGivesTheSameTokensAndAnotherSeedOthers() {
    assertThat(drawn(7)).isEqualTo(drawn(7)).isNotEqualTo(drawn(8));
  }

  private static int[] drawn(long seed) {
    Sampler sampler = new Sampler.Temperature(1, seed);
    Random random = new Random(1);
    return IntStream.range(0, 100)
        .map(i -> {
          float[] logits = new float[50];
          for (int id = 0; id < 50; id++) {
            logits[id] = random.nextFloat();
          }
          return sampler.next(logits);
        })
        .toArray();
  }

  @Test
  void topKOfOneAndATinyTopPAreGreedy() {
    float[] logits = {1, 3, 3, 2};
    Sampler one = new Sampler.Temperature(50, 1, 1, 3);
    Sampler tiny = new Sampler.Temperature(50, 4, 1e-9, 3);
    for (int i = 0; i < 50; i++) {
      assertThat(one.next(logits)).isEqualTo(1);
      assertThat(tiny.next(logits)).isEqualTo(1);
    }
  }

  @Test
  void aTemperatureNearZeroIsGreedyAndLargeLogitsDoNotOverflow() {
    Sampler cold = new Sampler.Temperature(1e-6, 3);
    assertThat(cold.next(new float[] {-3e30f, 2e30f, 1e30f})).isEqualTo(1);
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Sampler.Temperature(0, 1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Sampler.Temperature(Double.NaN, 1))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Sampler.Temperature(1, 0, 1, 1))
        .hasMessage("--top-k: expected at least 1, found 0");
    assertThatThrownBy(() -> new Sampler.Temperature(1, 1, 1.5, 1))
        .hasMessage("--top-p: expected more than 0 and at most 1, found 1.5");
  }
}
