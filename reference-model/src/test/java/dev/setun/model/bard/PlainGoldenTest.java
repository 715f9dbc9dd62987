package dev.setun.model.bard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.Observer;
import dev.setun.model.inference.Perplexity;
import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class PlainGoldenTest {
  @ParameterizedTest
  @MethodSource("dev.setun.model.bard.Bard#files")
  void everyValueOfTheGoldenFileIsBitEqual(Bard.Variant variant, int prompt) throws IOException {
    JsonNode golden = Bard.golden(variant, prompt);
    Model model = variant.load();
    Recorder recorder = new Recorder();
    Session session =
        new Session(model, Session.Options.reference().with(Profile.PLAIN).with(recorder));
    float[] logits = session.logits(Bard.ints(golden.path("prompt_ids_with_bos")));

    assertThat(logits).isEqualTo(Bard.floats(golden.path("logits_last_token")));
    int compared = 0;
    for (Map.Entry<String, JsonNode> entry : golden.properties()) {
      if (entry.getKey().startsWith("hidden.")) {
        String stage = entry.getKey().substring("hidden.".length());
        assertThat(recorder.hidden.get(stage)).as(stage).isEqualTo(Bard.floats(entry.getValue()));
        compared++;
      } else if (entry.getKey().startsWith(Bard.LINEAR)) {
        requireLinear(entry.getKey(), entry.getValue(), recorder, model);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(6 + 14);
    requireGreedy(golden, session, logits);
  }

  private static void requireLinear(String name, JsonNode golden, Recorder recorder, Model model) {
    int layer = Bard.layer(name);
    LinearOp op = Bard.op(name);
    LinearCall call = Objects.requireNonNull(recorder.calls.get(layer + "." + op));
    int last = call.tokens() - 1;
    int inputs = call.weights().columns();
    int outputs = call.weights().rows();
    int[] codes = new int[inputs];
    Arrays.setAll(codes, i -> call.activations()[last * inputs + i]);
    assertThat(codes).as(name).isEqualTo(Bard.ints(golden.path("x_int8")));
    assertThat(Arrays.copyOfRange(call.accumulators(), last * outputs, call.accumulators().length))
        .as(name)
        .isEqualTo(Bard.ints(golden.path("acc_int32")));
    assertThat(Objects.requireNonNull(recorder.scales.get(layer + "." + op))[last])
        .isEqualTo(Float.parseFloat(golden.path("x_scale").toString()));
    assertThat(model.layers().get(layer).linear(op).scale())
        .isEqualTo(Float.parseFloat(golden.path("weight_scale").toString()));
  }

  private static void requireGreedy(JsonNode golden, Session session, float[] first) {
    int[] expected = Bard.ints(golden.path("greedy_ids_64"));
    float[] chosen = Bard.floats(golden.path("greedy_chosen_logit"));
    Sampler greedy = new Sampler.Greedy();
    float[] logits = first;
    for (int i = 0; i < expected.length; i++) {
      int id = greedy.next(logits);
      assertThat(id).as("greedy token %d", i).isEqualTo(expected[i]);
      assertThat(logits[id]).isEqualTo(chosen[i]);
      logits = session.logits(id);
    }
    assertThat(logits).isEqualTo(Bard.floats(golden.path("logits_after_64_greedy")));
  }

  @ParameterizedTest
  @EnumSource
  void bitsPerByteOfTheValidationTextAreThePublishedOnes(Bard.Variant variant) throws IOException {
    JsonNode golden = Bard.json("summary.json").path(variant.label());
    Model model = variant.load();
    byte[] bytes = Arrays.copyOf(Models.bardValidationText(), 8192);
    Session session =
        new Session(model, Session.Options.reference().with(Profile.PLAIN).withThreads(2));
    Perplexity measured =
        Perplexity.of(model, session, new String(bytes, StandardCharsets.UTF_8), 256);
    assertThat(measured.tokens()).isEqualTo(4006);
    assertThat(measured.bitsPerByte())
        .isCloseTo(golden.path("bpb_f32").doubleValue(), within(1e-12));
  }

  private static final class Recorder implements Observer {
    final Map<String, LinearCall> calls = new HashMap<>();
    final Map<String, float[]> scales = new HashMap<>();
    final Map<String, float[]> hidden = new HashMap<>();

    // The vectors are of the prompt's last token: the first forward pass.
    @Override
    public void linear(LinearCall call, float[] scale) {
      calls.putIfAbsent(call.layer() + "." + call.op(), call);
      scales.putIfAbsent(call.layer() + "." + call.op(), scale);
    }

    @Override
    public void hidden(String stage, float[] values) {
      hidden.putIfAbsent(stage, Arrays.copyOfRange(values, values.length - 256, values.length));
    }
  }
}
