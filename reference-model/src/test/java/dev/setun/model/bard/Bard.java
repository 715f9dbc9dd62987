package dev.setun.model.bard;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.safetensors.HfFolder;
import dev.setun.traces.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;

/// The two variants of `bard` and their published vectors.
final class Bard {
  /// What the keys of linears begin with: `linear.model.layers.LAYER.PATH`.
  static final String LINEAR = "linear.model.layers.";

  private static final Map<String, LinearOp> OPS =
      Map.of(
          "self_attn.q_proj", LinearOp.ATTN_Q,
          "self_attn.k_proj", LinearOp.ATTN_K,
          "self_attn.v_proj", LinearOp.ATTN_V,
          "self_attn.o_proj", LinearOp.ATTN_OUTPUT,
          "mlp.gate_proj", LinearOp.FFN_GATE,
          "mlp.up_proj", LinearOp.FFN_UP,
          "mlp.down_proj", LinearOp.FFN_DOWN);

  private Bard() {}

  /// Both variants with both prompts.
  static Stream<Arguments> files() {
    return Arrays.stream(Variant.values())
        .flatMap(variant -> Stream.of(Arguments.of(variant, 1), Arguments.of(variant, 2)));
  }

  static int layer(String key) {
    String rest = key.substring(LINEAR.length());
    return Integer.parseInt(rest.substring(0, rest.indexOf('.')));
  }

  static LinearOp op(String key) {
    String rest = key.substring(LINEAR.length());
    return Objects.requireNonNull(OPS.get(rest.substring(rest.indexOf('.') + 1)), key);
  }

  enum Variant {
    ONLINE,
    PACKED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    Model load() throws IOException {
      return switch (this) {
        case PACKED -> Models.load(Models.BARD);
        case ONLINE ->
            HfFolder.parse(
                "online", bytes("online-config.json"), mainBytes("tokenizer.json"), master());
      };
    }
  }

  static JsonNode golden(Variant variant, int prompt) throws IOException {
    return json(variant.label() + "_f32_p" + prompt + ".json");
  }

  /// The same formulas in binary64, sums in any order.
  static JsonNode goldenInBinary64(Variant variant, int prompt) throws IOException {
    return json(variant.label() + "_f64_p" + prompt + ".json");
  }

  static JsonNode json(String name) throws IOException {
    return Json.read(name, bytes(name));
  }

  private static byte[] master() throws IOException {
    try (InputStream stream = new GZIPInputStream(open("online-model.safetensors.gz"))) {
      return stream.readAllBytes();
    }
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream stream = open(name)) {
      return stream.readAllBytes();
    }
  }

  private static byte[] mainBytes(String name) throws IOException {
    try (InputStream stream = Models.class.getResourceAsStream("bard/" + name)) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Bard.class.getResourceAsStream(name), name);
  }

  static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(array.get(i).toString());
    }
    return values;
  }
}
