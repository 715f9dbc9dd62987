package dev.setun.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.BlockScales;
import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.LinearScale;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.Models;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.WeightSource;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of docs/numerics.md on what is made of the operations. Longer than other files, since
/// each rule of that document is a test here.
class InferenceRulesTest {
  @Test
  void integerLinear() {
    // 65,537 x 65 is unpacked row by row, 9 x 77 once; both have the extremes.
    for (int[] shape : new int[][] {{9, 77}, {65, 65537}}) {
      int columns = shape[1];
      TernaryMatrix weights = stripes(shape[0], columns);
      byte[] activations = new byte[2 * columns];
      Arrays.fill(activations, 0, columns, (byte) -128);
      new Random(1).ints(columns, -128, 128).forEach(new Filler(activations, columns)::put);
      TernaryLinear linear = new ScalarBackend().prepare(weights);
      int[] accumulators = new int[2 * shape[0]];
      linear.multiply(activations, 2, accumulators);
      byte[] row = new byte[columns];
      for (int n = 0; n < shape[0]; n++) {
        weights.unpackRow(n, row);
        long[] expected = new long[2];
        for (int k = 0; k < columns; k++) {
          expected[0] += (long) row[k] * activations[k];
          expected[1] += (long) row[k] * activations[columns + k];
        }
        assertThat((long) accumulators[n]).isEqualTo(expected[0]);
        assertThat((long) accumulators[shape[0] + n]).isEqualTo(expected[1]);
      }
      // Row 0 is all +1, row 1 all -1.
      assertThat(accumulators[0]).isEqualTo(-128 * columns);
      assertThat(accumulators[1]).isEqualTo(128 * columns);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void blockScales(Profile profile) {
    TernaryMatrix weights = stripes(5, 768);
    Random random = new Random(3);
    float[] scales = new float[5 * 3];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Float.float16ToFloat(Float.floatToFloat16(random.nextFloat()));
    }
    LinearScale blocks = new LinearScale.PerBlock(new Rows(3, scales));
    Model.Linear linear = new Model.Linear(weights, blocks, 1, new WeightSource.InMemory());
    float[] x = floats(random, 2 * 768);
    byte[] row = new byte[768];
    for (int threads = 1; threads <= 2; threads++) {
      try (Workers workers = new Workers(threads)) {
        Execution on = new Execution(profile.numerics(), workers, new Observer() {});
        LinearInput given = new LinearInput(0, LinearOp.ATTN_Q, 0, 2, x);
        Quantised input = given.codes(CodeRule.OF_PROFILE, on);
        float[] y = outputs(profile, linear, given, on);
        for (int i = 0; i < 10; i++) {
          weights.unpackRow(i % 5, row);
          float sum = 0;
          for (int block = 0; block < 3; block++) {
            long acc = 0;
            for (int k = block * 256; k < block * 256 + 256; k++) {
              acc += (long) row[k] * input.codes()[i / 5 * 768 + k];
            }
            float product =
                new BigDecimal(acc)
                    .multiply(new BigDecimal(scales[i % 5 * 3 + block]))
                    .floatValue();
            sum = new BigDecimal(sum).add(new BigDecimal(product)).floatValue();
          }
          assertThat(y[i]).isEqualTo((float) ((double) sum / input.scales()[i / 5])).isNotZero();
        }
      }
    }
  }

  private record Rows(int blocksPerRow, float[] scales) implements BlockScales {
    @Override
    public float value(int row, int block) {
      return scales[row * blocksPerRow + block];
    }
  }

  @ParameterizedTest
  @EnumSource
  void linearFactor(Profile profile) {
    TernaryMatrix weights = stripes(5, 77);
    LinearScale alpha = new LinearScale.PerTensor(0.7f);
    Model.Linear factored = new Model.Linear(weights, alpha, 1.7f, new WeightSource.InMemory());
    float[] x = floats(new Random(4), 2 * 77);
    try (Workers workers = new Workers(1)) {
      Execution on = new Execution(profile.numerics(), workers, new Observer() {});
      LinearInput input = new LinearInput(0, LinearOp.ATTN_Q, 0, 2, x);
      float[] without = outputs(profile, new Model.Linear(weights, 0.7f), input, on);
      float[] with = outputs(profile, factored, input, on);
      for (int i = 0; i < with.length; i++) {
        assertThat(with[i])
            .isEqualTo((float) ((double) without[i] * 1.7f))
            .isNotEqualTo(without[i]);
      }
    }
  }

  private static float[] outputs(
      Profile profile, Model.Linear linear, LinearInput input, Execution on) {
    return ProfileLinear.of(profile, 0, LinearOp.ATTN_Q, linear, new ScalarBackend())
        .apply(input, on);
  }

  private static final class Filler {
    private final byte[] into;
    private int at;

    Filler(byte[] into, int from) {
      this.into = into;
      this.at = from;
    }

    void put(int value) {
      into[at++] = (byte) value;
    }
  }

  private static TernaryMatrix stripes(int rows, int columns) {
    return new TernaryMatrix() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int columns() {
        return columns;
      }

      @Override
      public void unpackRow(int row, byte[] into) {
        for (int k = 0; k < columns; k++) {
          into[k] = (byte) (row == 0 ? 1 : row == 1 ? -1 : (row * 7 + k) % 3 - 1);
        }
      }
    };
  }

  /// Attention over a cache in binary16 is attention over keys and values that are binary16.
  @Test
  void kvCacheF16() {
    ModelConfig config = new ModelConfig(3, 8, 1, 4, 2, 6, 8, 20, 1e4, 1e-5f, 0, 1);
    Random random = new Random(3);
    float[] keys = floats(random, 9 * 12);
    float[] values = floats(random, 9 * 12);
    float[] queries = floats(random, 2 * 24);
    float[] half = attended(config, CachePrecision.F16, queries, keys, values);
    assertThat(half)
        .isEqualTo(attended(config, CachePrecision.F32, queries, rounded(keys), rounded(values)))
        .isNotEqualTo(attended(config, CachePrecision.F32, queries, keys, values));
  }

  private static float[] rounded(float[] x) {
    float[] rounded = x.clone();
    for (int i = 0; i < x.length; i++) {
      rounded[i] = Float.float16ToFloat(Float.floatToFloat16(x[i]));
    }
    return rounded;
  }

  private static float[] attended(
      ModelConfig config, CachePrecision precision, float[] queries, float[] keys, float[] values) {
    KeyValueCache cache = new KeyValueCache(config, precision);
    cache.reserve(7);
    cache.store(0, keys, values, 7);
    cache.advance(7);
    cache.reserve(2);
    cache.store(0, tail(keys, 7 * 12), tail(values, 7 * 12), 2);
    try (Workers workers = new Workers(1)) {
      Execution on = new Execution(Profile.CANONICAL.numerics(), workers, new Observer() {});
      return new Attention(config).apply(0, queries, 2, 7, cache, on);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN", "BITNET_CPP"})
  void attentionScore(Profile profile) {
    Numerics numerics = profile.numerics();
    ModelConfig config = new ModelConfig(3, 8, 1, 4, 2, 6, 8, 20, 1e4, 1e-5f, 0, 1);
    Random random = new Random(2);
    float[] keys = floats(random, 9 * 12);
    float[] values = floats(random, 9 * 12);
    float[] queries = floats(random, 2 * 24);
    KeyValueCache cache = new KeyValueCache(config, CachePrecision.F32);
    cache.reserve(7);
    cache.store(0, keys, values, 7);
    cache.advance(7);
    cache.reserve(2);
    cache.store(0, tail(keys, 7 * 12), tail(values, 7 * 12), 2);
    float[] attended;
    try (Workers workers = new Workers(1)) {
      Execution on = new Execution(numerics, workers, new Observer() {});
      attended = new Attention(config).apply(0, queries, 2, 7, cache, on);
    }

    float f = 1 / (float) Math.sqrt(6);
    for (int token = 0; token < 2; token++) {
      for (int head = 0; head < 4; head++) {
        int keyValueHead = head / 2;
        int seen = 8 + token;
        float[] scores = new float[seen];
        for (int position = 0; position < seen; position++) {
          int key = position * 12 + keyValueHead * 6;
          scores[position] = numerics.dot(queries, token * 24 + head * 6, keys, key, 6) * f;
        }
        numerics.softmax(scores, 0, seen);
        float[] expected = new float[6];
        numerics.weightedSum(scores, seen, values, keyValueHead * 6, 12, expected, 0, 6);
        int at = token * 24 + head * 6;
        assertThat(Arrays.copyOfRange(attended, at, at + 6)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void logits(Profile profile) {
    // 2,500 x 7 is decoded once, 2,500,000 x 7 row by row.
    for (int rows : new int[] {2500, 2_500_000}) {
      float[] x = floats(new Random(3), 3 * 7);
      float[] logits;
      try (Workers workers = new Workers(1)) {
        Execution on = new Execution(profile.numerics(), workers, new Observer() {});
        logits = new Head(computed(rows)).apply(x, 3, 1, on);
      }
      assertThat(logits).hasSize(2 * rows);
      float[] row = new float[7];
      for (int id = 0; id < rows; id += 499) {
        computed(rows).row(id, row, 0);
        assertThat(logits[id]).isEqualTo(profile.numerics().dot(x, 7, row, 0, 7));
        assertThat(logits[rows + id]).isEqualTo(profile.numerics().dot(x, 14, row, 0, 7));
      }
    }
  }

  private static DenseMatrix computed(int rows) {
    return new DenseMatrix() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int columns() {
        return 7;
      }

      @Override
      public void row(int row, float[] into, int from) {
        for (int i = 0; i < 7; i++) {
          into[from + i] = (row * 31 + i * 17) % 101 / 50.0f - 1;
        }
      }

      @Override
      public long byteSize() {
        return 0;
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void splitInvariance(Profile profile) throws IOException {
    Model model = Models.load(Models.BARD);
    int[] tokens = model.promptIds("ROMEO:\nWhat lady is that, which doth enrich the hand");
    Session.Options options = Session.Options.reference().with(profile);
    try (Session batch = new Session(model, options);
        Session single = new Session(model, options)) {
      float[] expected = batch.allLogits(tokens);
      for (int i = 0; i < tokens.length; i++) {
        assertThat(single.logits(tokens[i]))
            .isEqualTo(Arrays.copyOfRange(expected, i * 512, (i + 1) * 512));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadInvariance(Profile profile) throws IOException {
    Model model = Models.load(Models.BARD);
    int[] tokens = model.promptIds("Now is the winter of our discontent");
    Session.Options options = Session.Options.reference().with(profile);
    try (Session one = new Session(model, options)) {
      float[] expected = one.allLogits(tokens);
      float[] expectedNext = one.logits(5);
      for (int threads : new int[] {2, 3, 5}) {
        try (Session several = new Session(model, options.withThreads(threads))) {
          assertThat(several.allLogits(tokens)).isEqualTo(expected);
          assertThat(several.logits(5)).isEqualTo(expectedNext);
        }
      }
    }
  }

  @Test
  void greedy() {
    Sampler greedy = new Sampler.Greedy();
    assertThat(greedy.next(new float[] {-3, 2, -1, 2, 1})).isEqualTo(1);
    assertThat(greedy.next(new float[] {-3})).isZero();
    assertThat(greedy.next(new float[] {-3, -2})).isEqualTo(1);
  }

  @Test
  void temperatureSampling() {
    // Weights e^(logit / 2): 1, 2, 4, 1 of 8.
    double two = 2 * StrictMath.log(2);
    float[] logits = {0, (float) two, (float) (2 * two), 0};
    SplitMix64 numbers = new SplitMix64(42);
    Sampler all = new Sampler.Temperature(2, 42);
    for (int i = 0; i < 200; i++) {
      double u = numbers.nextDouble();
      int expected = u < 1 / 8.0 ? 0 : u < 3 / 8.0 ? 1 : u < 7 / 8.0 ? 2 : 3;
      assertThat(all.next(logits)).isEqualTo(expected);
    }
    // By logit: 2, 1, 0, 3 with running sums 4, 6, 7, 8. Top-k 3 keeps 7; of these, top-p 0.8 needs
    // 5.6 and keeps 2 and 1.
    numbers = new SplitMix64(43);
    Sampler limited = new Sampler.Temperature(2, 3, 0.8, 43);
    for (int i = 0; i < 200; i++) {
      assertThat(limited.next(logits)).isEqualTo(numbers.nextDouble() < 4 / 6.0 ? 2 : 1);
    }
  }

  /// A model whose logits are all equal needs log2(521) bits a token.
  @Test
  void bitsPerByte() {
    Model random = RandomModel.of(4);
    DenseMatrix zeros =
        DenseMatrix.of(
            RandomModel.VOCABULARY,
            random.config().hidden(),
            new float[RandomModel.VOCABULARY * random.config().hidden()]);
    Model model =
        new Model(
            "flat",
            random.config(),
            random.tokenizer(),
            random.embedding(),
            random.layers(),
            random.finalNorm(),
            zeros);
    String text = "Äh, to be or not to be, that is the question.";
    int tokens = model.tokenizer().encode(text).length;
    try (Session session = new Session(model, Session.Options.reference())) {
      Perplexity flat = Perplexity.of(model, session, text, 7);
      assertThat(flat.tokens()).isEqualTo(tokens);
      assertThat(flat.bytes()).isEqualTo(46);
      assertThat(flat.natsPerChunk()).hasSize((tokens + 6) / 7);
      assertThat(flat.perplexity()).isCloseTo(521, within(1e-9));
      assertThat(flat.bitsPerByte())
          .isCloseTo(tokens * Math.log(521) / Math.log(2) / 46, within(1e-12));
    }
    // The first id of a chunk is predicted from the begin-of-text token alone.
    try (Session session = new Session(random, Session.Options.reference())) {
      float[] first = session.fresh().logits(random.config().beginToken());
      Perplexity one = Perplexity.of(random, session, "a", 7);
      double sum = 0;
      for (float logit : first) {
        sum += Math.exp(logit);
      }
      assertThat(one.nats())
          .isCloseTo(Math.log(sum) - first[random.tokenizer().encode("a")[0]], within(1e-9));
    }
  }

  private static float[] floats(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  private static float[] tail(float[] values, int from) {
    return Arrays.copyOfRange(values, from, values.length);
  }
}
