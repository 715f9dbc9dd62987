package dev.setun.model.bard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.Model;
import dev.setun.model.TernaryLinear;
import dev.setun.model.inference.ActivationTrace;
import dev.setun.model.inference.RoundingFlip;
import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.ScalarBackend;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class CanonicalGoldenTest {
  private static final int GREEDY = 64;

  /// How far from a tie, in codes, two profiles may stand on its two sides: their last bits.
  private static final double TIE = 1e-3;

  @ParameterizedTest
  @MethodSource("dev.setun.model.bard.Bard#files")
  void thePublishedActivationsGiveThePublishedAccumulators(Bard.Variant variant, int prompt)
      throws IOException {
    Model model = variant.load();
    requireAccumulators(model, Bard.golden(variant, prompt));
    requireAccumulators(model, Bard.goldenInBinary64(variant, prompt));
  }

  private static void requireAccumulators(Model model, JsonNode golden) {
    int linears = 0;
    for (Map.Entry<String, JsonNode> entry : golden.properties()) {
      if (entry.getKey().startsWith(Bard.LINEAR)) {
        int[] codes = Bard.ints(entry.getValue().path("x_int8"));
        byte[] activations = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
          activations[i] = (byte) codes[i];
        }
        Model.Linear linear =
            model.layers().get(Bard.layer(entry.getKey())).linear(Bard.op(entry.getKey()));
        TernaryLinear prepared = new ScalarBackend().prepare(linear.weights());
        int[] accumulators = new int[prepared.rows()];
        prepared.multiply(activations, 1, accumulators);
        assertThat(accumulators)
            .as(entry.getKey())
            .isEqualTo(Bard.ints(entry.getValue().path("acc_int32")));
        linears++;
      }
    }
    assertThat(linears).isEqualTo(14);
  }

  /// The published f32 and f64 logits are up to 0.0075 apart.
  @ParameterizedTest
  @MethodSource("dev.setun.model.bard.Bard#files")
  void logitsAreWithinTwoHundredthsOfThoseInBinary64(Bard.Variant variant, int prompt)
      throws IOException {
    JsonNode golden = Bard.goldenInBinary64(variant, prompt);
    try (Session session = new Session(variant.load(), Session.Options.reference())) {
      float[] logits = session.logits(Bard.ints(golden.path("prompt_ids_with_bos")));
      float[] expected = Bard.floats(golden.path("logits_last_token"));
      for (int id = 0; id < expected.length; id++) {
        assertThat(logits[id]).as("logit %d", id).isCloseTo(expected[id], within(0.02f));
      }
      assertThat(new Sampler.Greedy().next(logits))
          .isEqualTo(Bard.ints(golden.path("greedy_ids_64"))[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.setun.model.bard.Bard#files")
  void logitsAreWithinTwoHundredthsAndOnlyRoundingFlipsPartTheProfiles(
      Bard.Variant variant, int prompt) throws IOException {
    JsonNode golden = Bard.golden(variant, prompt);
    Model model = variant.load();
    int[] ids = Bard.ints(golden.path("prompt_ids_with_bos"));
    float[] expected = Bard.floats(golden.path("logits_last_token"));
    int[] greedyIds = Bard.ints(golden.path("greedy_ids_64"));
    ActivationTrace plain = new ActivationTrace();
    ActivationTrace canonical = new ActivationTrace();
    Session.Options options = Session.Options.reference();
    try (Session a = new Session(model, options.with(Profile.PLAIN).with(plain));
        Session b = new Session(model, options.with(Profile.CANONICAL).with(canonical))) {
      float[] plainLogits = a.logits(ids);
      float[] logits = b.logits(ids);
      assertThat(plainLogits).isEqualTo(expected);
      for (int id = 0; id < expected.length; id++) {
        assertThat(logits[id]).as("logit %d", id).isCloseTo(expected[id], within(0.02f));
      }
      Sampler greedy = new Sampler.Greedy();
      int equal = 0;
      while (equal < GREEDY && greedy.next(logits) == greedyIds[equal]) {
        a.logits(greedyIds[equal]);
        logits = b.logits(greedyIds[equal]);
        equal++;
      }
      requireExplained(variant + ", prompt " + prompt, equal, RoundingFlip.first(plain, canonical));
    }
  }

  private static void requireExplained(String run, int equal, Optional<RoundingFlip> flip) {
    System.out.println(
        run
            + ": canonical gives "
            + equal
            + " of "
            + GREEDY
            + " greedy tokens of the published vectors; first code that differs: "
            + flip.map(RoundingFlip::toString).orElse("none"));
    if (equal < GREEDY) {
      assertThat(flip).isPresent();
    }
    flip.ifPresent(first -> assertThat(first.isAtTie(TIE)).as(first.toString()).isTrue());
  }
}
