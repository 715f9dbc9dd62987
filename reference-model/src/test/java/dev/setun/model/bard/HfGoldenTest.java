package dev.setun.model.bard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Profile `hf` against the published vectors in binary64, since there are none in bfloat16. The
/// check that was published with them ran torch in bfloat16 with Hugging Face's formulas: its
/// logits are up to 0.333 away from those vectors, 0.035 in the mean.
class HfGoldenTest {
  private static final float MOST = 0.35f;
  private static final double MOST_IN_THE_MEAN = 0.05;

  @ParameterizedTest
  @MethodSource("dev.setun.model.bard.Bard#files")
  void logitsAreAsNearToBinary64AsThoseOfTorchInBfloat16(Bard.Variant variant, int prompt)
      throws IOException {
    JsonNode golden = Bard.goldenInBinary64(variant, prompt);
    Session.Options options = Session.Options.reference().with(Profile.HF);
    try (Session session = new Session(variant.load(), options)) {
      float[] logits = session.logits(Bard.ints(golden.path("prompt_ids_with_bos")));
      requireNear(logits, Bard.floats(golden.path("logits_last_token")));
      int[] greedy = Bard.ints(golden.path("greedy_ids_64"));
      assertThat(new Sampler.Greedy().next(logits)).isEqualTo(greedy[0]);
      requireNear(session.logits(greedy), Bard.floats(golden.path("logits_after_64_greedy")));
    }
  }

  private static void requireNear(float[] logits, float[] expected) {
    double sum = 0;
    for (int id = 0; id < expected.length; id++) {
      assertThat(logits[id]).as("logit %d", id).isCloseTo(expected[id], within(MOST));
      assertThat(Float.floatToRawIntBits(logits[id]) & 0xffff).as("a bfloat16").isZero();
      sum += Math.abs(logits[id] - expected[id]);
    }
    assertThat(sum / expected.length).isLessThan(MOST_IN_THE_MEAN);
  }
}
