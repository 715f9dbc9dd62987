package dev.setun.model.gguf;

import dev.setun.model.LinearOp;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TernaryScale;
import dev.setun.model.tensor.TernaryTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Small files of any architecture with random ternary weights, and the numbers that went in. The
/// tokenizer is that of upstream's tiny model.
final class SmallGguf {
  static final int VOCABULARY = 288;
  static final int HIDDEN = 256;
  static final int LAYERS = 2;
  static final int HEADS = 4;
  static final int KEY_VALUE_HEADS = 2;
  static final int HEAD_SIZE = 64;
  static final int FEED_FORWARD = 512;

  /// A binary16.
  static final float SCALE = 0.0625f;

  private final String architecture;
  private final Random random;
  private final Map<String, GgufValue> keys = new LinkedHashMap<>();

  /// By tensor name: norms, embedding and head, row-major.
  final Map<String, float[]> numbers = new LinkedHashMap<>();

  /// By `blk.N.OP`: weights in the order of rotate-half, row-major.
  final Map<String, byte[]> trits = new LinkedHashMap<>();

  /// Where in the file a row of q and k is written.
  private UnaryOperator<Integer> places = row -> row;

  private TernaryPacking packing = I2s.X86_128;

  SmallGguf(String architecture, long seed) {
    this.architecture = architecture;
    this.random = new Random(seed);
    key("context_length", GgufValue.uint32(64));
    key("embedding_length", GgufValue.uint32(HIDDEN));
    key("block_count", GgufValue.uint32(LAYERS));
    key("feed_forward_length", GgufValue.uint32(FEED_FORWARD));
    key("attention.head_count", GgufValue.uint32(HEADS));
    key("attention.head_count_kv", GgufValue.uint32(KEY_VALUE_HEADS));
    key("rope.dimension_count", GgufValue.uint32(HEAD_SIZE));
    key("attention.layer_norm_rms_epsilon", GgufValue.float32(1e-5f));
    key("rope.freq_base", GgufValue.float32(10000));
    tensor("token_embd.weight", VOCABULARY * HIDDEN, 0);
    tensor("output_norm.weight", HIDDEN, 1);
    for (int layer = 0; layer < LAYERS; layer++) {
      String prefix = "blk." + layer + ".";
      tensor(prefix + "attn_norm.weight", HIDDEN, 1);
      tensor(prefix + "ffn_norm.weight", HIDDEN, 1);
      for (LinearOp op : LinearOp.values()) {
        byte[] weights = new byte[rows(op) * columns(op)];
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (byte) random.nextInt(-1, 2);
        }
        trits.put(prefix + op.label(), weights);
      }
    }
  }

  SmallGguf key(String key, GgufValue value) {
    keys.put(architecture + "." + key, value);
    return this;
  }

  SmallGguf fileType(int type) {
    keys.put("general.file_type", GgufValue.uint32(type));
    return this;
  }

  SmallGguf subNorms() {
    for (int layer = 0; layer < LAYERS; layer++) {
      tensor("blk." + layer + ".attn_sub_norm.weight", HEADS * HEAD_SIZE, 1);
      tensor("blk." + layer + ".ffn_sub_norm.weight", FEED_FORWARD, 1);
    }
    return this;
  }

  SmallGguf head() {
    return tensor("output.weight", VOCABULARY * HIDDEN, 0);
  }

  /// A tensor of numbers around `mean`.
  SmallGguf tensor(String name, int length, float mean) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = mean + (random.nextFloat() - 0.5f);
    }
    numbers.put(name, values);
    return this;
  }

  SmallGguf constant(String name, float... values) {
    numbers.put(name, values);
    return this;
  }

  /// Writes the rows of q and k as a converter to the llama architecture does (spec 7, trap 13):
  /// `w.reshape(n_head, 2, hd/2, K).swapaxes(1, 2)`.
  SmallGguf interleaved() {
    int half = HEAD_SIZE / 2;
    places =
        row -> {
          int head = row / HEAD_SIZE;
          int upper = row % HEAD_SIZE / half;
          int j = row % half;
          return (head * half + j) * 2 + upper;
        };
    return this;
  }

  SmallGguf packed(TernaryPacking as) {
    packing = as;
    return this;
  }

  static int rows(LinearOp op) {
    return switch (op) {
      case ATTN_Q -> HEADS * HEAD_SIZE;
      case ATTN_K, ATTN_V -> KEY_VALUE_HEADS * HEAD_SIZE;
      case ATTN_OUTPUT, FFN_DOWN -> HIDDEN;
      case FFN_GATE, FFN_UP -> FEED_FORWARD;
    };
  }

  static int columns(LinearOp op) {
    return op == LinearOp.FFN_DOWN
        ? FEED_FORWARD
        : op == LinearOp.ATTN_OUTPUT ? HEADS * HEAD_SIZE : HIDDEN;
  }

  /// With another scale in block `b` of row `r` of a TQ matrix: SCALE * (1 + (r + b) mod 3).
  byte[] bytesWithBlockScales() {
    return bytes(true);
  }

  byte[] bytes() {
    return bytes(false);
  }

  private byte[] bytes(boolean blockScales) {
    GgufWriter writer = new GgufWriter().key("general.architecture", GgufValue.text(architecture));
    GgufMetadata tiny = GgufBytes.open(GoldenFiles.bytes("tiny/tiny-b158-i2_s.gguf")).metadata();
    for (String key : tiny.keys()) {
      if (key.startsWith("tokenizer.")) {
        writer.key(key, tiny.find(key).orElseThrow());
      }
    }
    keys.forEach(writer::key);
    numbers.forEach((name, values) -> {
      int columns = values.length == VOCABULARY * HIDDEN ? HIDDEN : values.length;
      byte[] bytes = MemorySegment.ofArray(values).toArray(ValueLayout.JAVA_BYTE);
      GgufBytes.tensor(writer, name, ScalarType.F32, values.length / columns, columns, bytes);
    });
    trits.forEach((name, weights) -> addLinear(writer, name, weights, blockScales));
    return GgufBytes.of(writer);
  }

  private void addLinear(GgufWriter writer, String name, byte[] weights, boolean blockScales) {
    LinearOp op = op(name);
    int columns = columns(op);
    byte[] stored = new byte[weights.length];
    for (int row = 0; row < rows(op); row++) {
      System.arraycopy(weights, row * columns, stored, place(op, row) * columns, columns);
    }
    byte[] bytes = new byte[(int) packing.byteSize(rows(op), columns)];
    new TernaryTensor(
            TernaryMatrix.of(rows(op), columns, stored), new TernaryScale.PerTensor(SCALE))
        .pack(packing, ScaleRounding.EXACT, MemorySegment.ofArray(bytes));
    if (blockScales && packing == TernaryBlocks.TQ2_0) {
      int blocks = columns / TernaryBlocks.BLOCK_COLUMNS;
      for (int row = 0; row < rows(op); row++) {
        for (int block = 0; block < blocks; block++) {
          short bits = HalfFloats.toBinary16(blockScale(row, block));
          int at = (place(op, row) * blocks + block) * TernaryBlocks.TQ2_0.blockBytes() + 64;
          bytes[at] = (byte) bits;
          bytes[at + 1] = (byte) (bits >> 8);
        }
      }
    }
    GgufBytes.tensor(writer, name + ".weight", packing, rows(op), columns, bytes);
  }

  /// Of a row in the order of rotate-half.
  static float blockScale(int row, int block) {
    return SCALE * (1 + (row + block) % 3);
  }

  private int place(LinearOp op, int row) {
    return op == LinearOp.ATTN_Q || op == LinearOp.ATTN_K ? places.apply(row) : row;
  }

  static LinearOp op(String name) {
    for (LinearOp op : LinearOp.values()) {
      if (name.endsWith("." + op.label())) {
        return op;
      }
    }
    throw new IllegalArgumentException(name);
  }
}
