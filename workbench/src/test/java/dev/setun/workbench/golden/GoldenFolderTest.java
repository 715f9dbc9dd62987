package dev.setun.workbench.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.inference.Observer;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.CanonicalNumerics;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import dev.setun.traces.NpyArray;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GoldenFolderTest {
  @TempDir Path folder = Path.of(".");

  private Path write(Profile profile, String ops, String layer, String token) throws IOException {
    return Vectors.write(
        folder.resolve("set"), profile, ops, layer, token, Optional.<Design>empty());
  }

  @ParameterizedTest
  @CsvSource({
    "attn_k, 0, linear.model.layers.0.self_attn.k_proj",
    "ffn_down, 3, linear.model.layers.3.mlp.down_proj"
  })
  void theVectorsOfTheLastTokenAreThePublishedOnes(String op, String layer, String key)
      throws IOException {
    JsonNode published = Vectors.published();
    Path set = write(Profile.PLAIN, op, layer, "last");
    JsonNode manifest = Vectors.json(set.resolve("manifest.json"));
    JsonNode golden = published.path(key);
    assertThat(manifest.path("tokenIds")).isEqualTo(published.path("prompt_ids_with_bos"));
    assertThat(numbers(NpyArray.read(set.resolve("activations.npy"))))
        .isEqualTo(numbers(golden.path("x_int8")));
    assertThat(numbers(NpyArray.read(set.resolve("accumulators.npy"))))
        .isEqualTo(numbers(golden.path("acc_int32")));
    assertThat(Vectors.floats(set.resolve("activation_scale.npy")))
        .containsExactly(Float.parseFloat(golden.path("x_scale").toString()));
    assertThat(Vectors.floats(set.resolve("weight_scale.npy")))
        .containsExactly(Float.parseFloat(golden.path("weight_scale").toString()));
  }

  @Test
  void theLastNormAndTheLogitsAreThePublishedOnes() throws IOException {
    JsonNode published = Vectors.published();
    Path set = write(Profile.PLAIN, "output_norm,logits", "0", "last");
    assertThat(Vectors.floats(set.resolve("output_norm/x.npy")))
        .isEqualTo(floats(published.path("hidden.after_layer_3")));
    assertThat(Vectors.floats(set.resolve("output_norm/y.npy")))
        .isEqualTo(floats(published.path("hidden.after_final_norm")));
    assertThat(Vectors.floats(set.resolve("logits/logits.npy")))
        .isEqualTo(floats(published.path("logits_last_token")));
  }

  @Test
  void theLogitsOfAllTokensEndWithThoseOfTheLast() throws IOException {
    Path set = write(Profile.PLAIN, "logits", "0", "all");
    float[] all = Vectors.floats(set.resolve("logits.npy"));
    float[] last = floats(Vectors.published().path("logits_last_token"));
    assertThat(all).hasSize(7 * last.length);
    assertThat(Arrays.copyOfRange(all, 6 * last.length, all.length)).isEqualTo(last);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3", "all"})
  void whatIsReadBackIsWhatASessionComputes(String token) throws IOException {
    Model model = Vectors.bard();
    Map<LinearOp, LinearCall> calls = new HashMap<>();
    Map<LinearOp, float[]> scales = new HashMap<>();
    Observer observer =
        new Observer() {
          @Override
          public void linear(LinearCall call, float[] each) {
            if (call.layer() == 2) {
              calls.put(call.op(), call);
              scales.put(call.op(), each);
            }
          }
        };
    int[] ids = model.promptIds(Vectors.PROMPT);
    try (Session session = new Session(model, Session.Options.reference().with(observer))) {
      session.logits(ids);
    }
    Path set = write(Profile.CANONICAL, "all", "2", token);
    TokenRange tokens = TokenRange.parse(token, ids.length);
    for (LinearOp op : LinearOp.values()) {
      Path one = set.resolve("blk.2." + op.label());
      LinearCall call = Objects.requireNonNull(calls.get(op));
      int k = call.weights().columns();
      int n = call.weights().rows();
      int[] accumulators = tokens.rows(call.accumulators(), n);
      float[] s = tokens.rows(Objects.requireNonNull(scales.get(op)), 1);
      float alpha = model.layers().get(2).linear(op).scale();
      assertThat(NpyArray.read(one.resolve("activations.npy")).shape())
          .containsExactly(tokens.count(), k);
      assertThat(Vectors.bytes(one.resolve("activations.npy")))
          .isEqualTo(tokens.rows(call.activations(), k));
      assertThat(Vectors.ints(one.resolve("accumulators.npy"))).isEqualTo(accumulators);
      assertThat(Vectors.floats(one.resolve("activation_scale.npy"))).isEqualTo(s);
      float[] outputs = Vectors.floats(one.resolve("outputs.npy"));
      for (int i = 0; i < outputs.length; i++) {
        assertThat(outputs[i]).isEqualTo((float) accumulators[i] / s[i / n] * alpha);
      }
      requireWeights(call, one);
      requireQuantised(one, tokens.count(), k, s);
    }
  }

  private static void requireWeights(LinearCall call, Path set) throws IOException {
    int k = call.weights().columns();
    int rowBytes = (k + 3) / 4;
    byte[] plain = Vectors.bytes(set.resolve("weights.npy"));
    byte[] packed = Vectors.bytes(set.resolve("weights_2bit.npy"));
    byte[] row = new byte[k];
    for (int n = 0; n < call.weights().rows(); n++) {
      call.weights().unpackRow(n, row);
      assertThat(Arrays.copyOfRange(plain, n * k, (n + 1) * k)).isEqualTo(row);
      byte[] unpacked = new byte[k];
      for (int i = 0; i < k; i++) {
        unpacked[i] = (byte) ((packed[n * rowBytes + i / 4] >> 2 * (i % 4) & 3) - 1);
      }
      assertThat(unpacked).isEqualTo(row);
    }
  }

  /// The codes follow from the inputs by the rule that the manifest names.
  private static void requireQuantised(Path set, int m, int k, float[] scales) throws IOException {
    float[] inputs = Vectors.floats(set.resolve("inputs.npy"));
    byte[] codes = new byte[m * k];
    for (int token = 0; token < m; token++) {
      float s = new CanonicalNumerics().quantise(inputs, token * k, k, codes, token * k);
      assertThat(s).isEqualTo(scales[token]);
    }
    assertThat(Vectors.bytes(set.resolve("activations.npy"))).isEqualTo(codes);
  }

  @Test
  void rowsOfAnyWidthArePaddedWithWeightZero() {
    byte[] trits = {1, -1, 0, 0, 1, -1, -1, 1, 1, 0};
    PackedWeights packed = PackedWeights.of(dev.setun.model.TernaryMatrix.of(2, 5, trits));
    assertThat(packed.rowBytes()).isEqualTo(2);
    assertThat(packed.bytes())
        .containsExactly(0b01_01_00_10, 0b01_01_01_10, 0b10_10_00_00, 0b01_01_01_01);
  }

  @Test
  void theManifestListsEveryFileWithItsHash() throws Exception {
    Design design = Designs.load("edge-16x16");
    Path set =
        Vectors.write(
            folder.resolve("set"), Profile.CANONICAL, "attn_k", "0", "all", Optional.of(design));
    Set<String> listed = new TreeSet<>(Set.of("manifest.json", "files.json", "README.md"));
    for (JsonNode entry : Vectors.json(set.resolve("manifest.json")).findParents("sha256")) {
      String name = entry.path("name").stringValue();
      byte[] content = Files.readAllBytes(set.resolve(name));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      assertThat(entry.path("sha256").stringValue())
          .as(name)
          .isEqualTo(HexFormat.of().formatHex(digest));
      assertThat(entry.path("bytes").longValue()).isEqualTo(content.length);
      listed.add(name);
    }
    try (Stream<Path> files = Files.list(set)) {
      assertThat(files.map(file -> set.relativize(file).toString()).collect(Collectors.toSet()))
          .isEqualTo(listed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theManifestsNameRulesOfTheNumericsText(Profile profile) throws IOException {
    List<String> rules =
        Files.readAllLines(Path.of("../docs/numerics.md")).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4))
            .toList();
    // In hf no linear of bard is a product of integers.
    String linears = profile == Profile.HF ? "" : "all,";
    Path set = write(profile, linears + labels(), "0", "last");
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(set)) {
      for (Path manifest : files.filter(file -> file.endsWith("manifest.json")).toList()) {
        for (JsonNode array : Vectors.json(manifest).path("arrays")) {
          array.path("rules").forEach(rule -> named.add(rule.stringValue()));
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(10).isSubsetOf(rules);
  }

  @Test
  void aLinearThatTheProfileDoesNotComputeInIntegersIsRefused() {
    assertThatThrownBy(() -> write(Profile.HF, "ffn_down", "0", "last"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--profile: expected a profile in which blk.0.ffn_down");
  }

  private static String labels() throws IOException {
    return FloatOp.of(Vectors.bard()).stream().map(FloatOp::label).collect(Collectors.joining(","));
  }

  @Test
  void everyMemoryImageHoldsTheNumbersOfItsArray() throws IOException {
    Path set = write(Profile.CANONICAL, "ffn_down,rope_k", "1", "all");
    try (Stream<Path> files = Files.walk(set)) {
      List<Path> images = files.filter(file -> file.toString().endsWith(".hex")).toList();
      assertThat(images).hasSize(7 + 3);
      for (Path image : images) {
        Path array = Path.of(image.toString().replaceFirst("hex$", "npy"));
        assertThat(Vectors.words(image))
            .as(image.toString())
            .isEqualTo(Vectors.bits(NpyArray.read(array)));
      }
    }
  }

  @Test
  void theSameInputsGiveTheSameBytes() throws IOException {
    Path first = write(Profile.CANONICAL, "attn_v,attention", "all", "5");
    Path second =
        Vectors.write(
            folder.resolve("again"),
            Profile.CANONICAL,
            "attn_v,attention",
            "all",
            "5",
            Optional.<Design>empty());
    try (Stream<Path> files = Files.walk(first)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSizeGreaterThan(8 * 10);
      for (Path file : all) {
        assertThat(second.resolve(first.relativize(file))).hasSameBinaryContentAs(file);
      }
    }
  }

  /// The text of docs/microarchitecture.md, not the code that wrote the stream.
  @Test
  void theWeightStreamHasTheOrderOfTheMicroarchitecture() throws IOException {
    Design design = Designs.load("edge-16x16");
    Path set =
        Vectors.write(
            folder.resolve("set"), Profile.CANONICAL, "attn_k", "3", "all", Optional.of(design));
    List<BigInteger> beats = Vectors.words(set.resolve("weight_stream.hex"));
    byte[] weights = Vectors.bytes(set.resolve("weights.npy"));
    int n = 128;
    int k = 256;
    assertThat(beats).hasSize(n / 16 * (k / 16) * 4);
    for (int beat = 0; beat < beats.size(); beat++) {
      int word = beat / 4;
      for (int i = 0; i < 64; i++) {
        int place = beat % 4 * 64 + i;
        int row = word / (k / 16) * 16 + place / 16;
        int input = word % (k / 16) * 16 + place % 16;
        int code = beats.get(beat).shiftRight(2 * i).intValue() & 3;
        assertThat(code - 1).isEqualTo(weights[row * k + input]);
      }
    }
    assertThat(Vectors.words(set.resolve("activation_stream.hex"))).hasSize(7 * 16);
    assertThat(Vectors.words(set.resolve("result_stream.hex"))).hasSize(7 * 32);
  }

  private static List<Long> numbers(NpyArray array) {
    return switch (array) {
      case NpyArray.Int8 int8 ->
          java.util.stream.IntStream.range(0, int8.size())
              .mapToObj(i -> (long) int8.values()[i])
              .toList();
      case NpyArray.Int32 int32 -> Arrays.stream(int32.values()).mapToObj(i -> (long) i).toList();
      case NpyArray.Float32 _ -> throw new IllegalArgumentException("expected integers");
    };
  }

  private static List<Long> numbers(JsonNode array) {
    return array.values().stream().map(JsonNode::longValue).toList();
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(array.get(i).toString());
    }
    return values;
  }
}
