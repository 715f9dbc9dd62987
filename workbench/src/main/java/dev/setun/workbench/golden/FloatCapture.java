package dev.setun.workbench.golden;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.inference.Intermediate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Puts together the operands and the result of each binary32 operation of a run. Nothing is
/// computed again but `rescale` and the rotary angles, by the rules of the profile.
final class FloatCapture {
  private final GoldenRun run;
  private final ModelConfig config;
  private final TokenRange tokens;
  private final int m;

  FloatCapture(GoldenRun run) {
    this.run = run;
    this.config = run.model().config();
    this.tokens = run.tokens();
    this.m = tokens.count();
  }

  /// @param op one that every layer has
  FloatVectors inLayer(int layer, FloatOp op) {
    Model.Layer weights = run.model().layers().get(layer);
    ForwardRecorder seen = run.recorder();
    List<GoldenArray> arrays =
        switch (op) {
          case ATTN_NORM ->
              norm(seen.before(layer), weights.attentionNorm(), input(layer, LinearOp.ATTN_Q));
          case ROPE_Q -> rotation(layer, LinearOp.ATTN_Q, Intermediate.QUERIES, config.heads());
          case ROPE_K ->
              rotation(layer, LinearOp.ATTN_K, Intermediate.KEYS, config.keyValueHeads());
          case ATTENTION -> attention(layer);
          case ATTN_SUB_NORM ->
              norm(
                  seen.between(layer, Intermediate.ATTENDED),
                  weights.attentionSubNorm().orElseThrow(),
                  input(layer, LinearOp.ATTN_OUTPUT));
          case ATTN_ADD ->
              addition(
                  seen.before(layer),
                  run.recorder().outputs(layer, LinearOp.ATTN_OUTPUT),
                  seen.between(layer, Intermediate.AFTER_ATTENTION));
          case FFN_NORM ->
              norm(
                  seen.between(layer, Intermediate.AFTER_ATTENTION),
                  weights.feedForwardNorm(),
                  input(layer, LinearOp.FFN_GATE));
          case RELU_SQUARED, SILU_GATED -> gate(layer);
          case FFN_SUB_NORM ->
              norm(
                  seen.between(layer, Intermediate.GATED),
                  weights.feedForwardSubNorm().orElseThrow(),
                  input(layer, LinearOp.FFN_DOWN));
          case FFN_ADD ->
              addition(
                  seen.between(layer, Intermediate.AFTER_ATTENTION),
                  run.recorder().outputs(layer, LinearOp.FFN_DOWN),
                  seen.after(layer));
          case OUTPUT_NORM, LOGITS ->
              throw new IllegalArgumentException("expected an op of a layer, found " + op);
        };
    return new FloatVectors(op, OptionalInt.of(layer), tokens, arrays);
  }

  /// @param op one that comes after the last layer
  FloatVectors afterLayers(FloatOp op) {
    float[] last = run.recorder().after(config.layers() - 1);
    float[] normed = run.recorder().hidden("after_final_norm");
    List<GoldenArray> arrays =
        switch (op) {
          case OUTPUT_NORM -> norm(last, run.model().finalNorm(), normed);
          case LOGITS -> logits(normed);
          case ATTN_NORM,
              ROPE_Q,
              ROPE_K,
              ATTENTION,
              ATTN_SUB_NORM,
              ATTN_ADD,
              FFN_NORM,
              RELU_SQUARED,
              SILU_GATED,
              FFN_SUB_NORM,
              FFN_ADD ->
              throw new IllegalArgumentException("expected an op after the layers, found " + op);
        };
    return new FloatVectors(op, OptionalInt.empty(), tokens, arrays);
  }

  private float[] input(int layer, LinearOp op) {
    return run.recorder().inputs(layer, op);
  }

  private GoldenArray rows(String name, float[] all, int width, Meaning meaning) {
    return GoldenArray.of(name, List.of(m, width), tokens.rows(all, width), meaning);
  }

  private List<GoldenArray> norm(float[] x, float[] weight, float[] y) {
    int width = weight.length;
    return List.of(
        rows("x", x, width, Meaning.given("what is normalised, M x width")),
        GoldenArray.of("weight", List.of(width), weight, Meaning.given("weight of the RMSNorm")),
        GoldenArray.of(
            "epsilon",
            List.of(1),
            new float[] {config.epsilon()},
            Meaning.given("epsilon of the RMSNorm")),
        rows(
            "y",
            y,
            width,
            real(
                "y[i] = weight[i] * (x[i] * r), r = 1 / sqrt(dot(x, x) / width + epsilon)",
                "rms-norm",
                "dot")));
  }

  private List<GoldenArray> rotation(int layer, LinearOp op, Intermediate rotated, int heads) {
    int headSize = config.headSize();
    int width = heads * headSize;
    float[] angles = new float[m * headSize];
    for (int i = 0; i < m; i++) {
      float[] of =
          run.profile().numerics().rotaryAngles(tokens.first() + i, headSize, config.ropeTheta());
      System.arraycopy(of, 0, angles, i * headSize, headSize);
    }
    Meaning of =
        new Meaning(
            "1",
            "cosine and sine of position * theta^(-2j / head size)",
            Meaning.BINARY32,
            List.of(rule("rotary-angles")),
            "M x head size; cosine of pair j at 2j, sine at 2j + 1");
    return List.of(
        rows(
            "x",
            run.recorder().outputs(layer, op),
            width,
            real("outputs of the linear", "rescale")),
        GoldenArray.of("angles", List.of(m, headSize), angles, of),
        rows(
            "y",
            run.recorder().between(layer, rotated),
            width,
            real(
                "in each head, for j < head size / 2: y[j] = x[j] cos - x[j + half] sin, y[j + half]"
                    + " = x[j + half] cos + x[j] sin",
                "rotation")));
  }

  private List<GoldenArray> attention(int layer) {
    int positions = tokens.end();
    int width = config.keyValueWidth();
    ForwardRecorder seen = run.recorder();
    float[] values = run.recorder().outputs(layer, LinearOp.ATTN_V);
    return List.of(
        rows(
            "queries",
            seen.between(layer, Intermediate.QUERIES),
            config.queryWidth(),
            Meaning.given("after the rotation, M x (heads x head size)")),
        GoldenArray.of(
            "keys",
            List.of(positions, width),
            seen.between(layer, Intermediate.KEYS),
            Meaning.given("after the rotation, positions x (key/value heads x head size)")),
        GoldenArray.of(
            "values",
            List.of(positions, width),
            Arrays.copyOf(values, positions * width),
            Meaning.given("positions x (key/value heads x head size)")),
        rows(
            "y",
            seen.between(layer, Intermediate.ATTENDED),
            config.queryWidth(),
            real(
                "y = sum over positions of softmax(dot(query, key) / sqrt(head size)) * value; query"
                    + " head h takes key/value head h / (heads / key/value heads)",
                "attention-score",
                "softmax",
                "dot",
                "sum",
                "exp",
                "weighted-sum")));
  }

  private List<GoldenArray> gate(int layer) {
    Meaning result =
        switch (config.activation()) {
          case RELU_SQUARED -> real("y = (g * g) * up, g = max(gate, 0)", "relu-squared");
          case SILU ->
              real(
                  "y = (n / (1 + e)) * up, e = exp(-|gate|), n = gate if gate >= 0, else gate * e",
                  "silu-gated",
                  "exp");
          case GELU -> throw new IllegalStateException("ModelConfig lets no GELU in");
        };
    int width = config.feedForward();
    return List.of(
        rows(
            "gate", run.recorder().outputs(layer, LinearOp.FFN_GATE), width, outputsOf("ffn_gate")),
        rows("up", run.recorder().outputs(layer, LinearOp.FFN_UP), width, outputsOf("ffn_up")),
        rows("y", run.recorder().between(layer, Intermediate.GATED), width, result));
  }

  private List<GoldenArray> addition(float[] x, float[] added, float[] y) {
    int width = config.hidden();
    return List.of(
        rows("x", x, width, Meaning.given("the residual stream before")),
        rows("added", added, width, outputsOf("the block's last linear")),
        rows("y", y, width, real("y = x + added", "residual-add")));
  }

  private List<GoldenArray> logits(float[] normed) {
    int vocabulary = config.vocabulary();
    float[] rows = run.logits();
    float[] wanted = Arrays.copyOfRange(rows, rows.length - m * vocabulary, rows.length);
    return List.of(
        rows("x", normed, config.hidden(), Meaning.given("output of the last RMSNorm")),
        GoldenArray.of(
            "logits",
            List.of(m, vocabulary),
            wanted,
            real(
                "logits[id] = dot(x, E[id]), E the rows of the head, which are not in this folder",
                "logits",
                "dot")));
  }

  private Meaning outputsOf(String linear) {
    return real("outputs of " + linear, "rescale");
  }

  private Meaning real(String formula, String... rules) {
    String rounding =
        switch (run.profile()) {
          case CANONICAL, PLAIN, BITNET_CPP -> Meaning.BINARY32;
          case HF -> "steps rounded to binary32 or bfloat16, as the rules say";
        };
    List<String> names = Arrays.stream(rules).map(this::rule).toList();
    return new Meaning("1", formula, rounding, names, Meaning.ROW_MAJOR);
  }

  private String rule(String rule) {
    return new RuleNames(run.profile()).of(rule);
  }
}
