package dev.setun.model.fuzz;

import dev.setun.model.LinearOp;
import dev.setun.model.gguf.GgufArray;
import dev.setun.model.gguf.GgufType;
import dev.setun.model.gguf.GgufValue;
import dev.setun.model.gguf.GgufWriter;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorEncoder;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.model.tensor.Tl1;
import dev.setun.model.tensor.Tl2;
import dev.setun.model.tensor.TlKernel;
import dev.setun.model.tensor.TlShape;
import dev.setun.model.tokenizer.ByteAlphabet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Small good GGUF files that together have every type of value and of tensor.
final class GgufSeeds {
  private static final TlKernel TL1_KERNEL = new TlKernel(16, 16, 16);
  private static final TlKernel TL2_KERNEL = new TlKernel(32, 24, 32);

  /// The kernel configuration of the seeds.
  static final List<TlShape> TL_SHAPES =
      List.of(new TlShape(16, 32, TL1_KERNEL), new TlShape(32, 24, TL2_KERNEL));

  /// All widths of the models.
  private static final int WIDTH = 32;

  private static final int BYTE_LEVEL_TOKENS = 258;
  private static final int PIECES = 6;

  private GgufSeeds() {}

  /// With the types of bitnet.cpp.
  static List<byte[]> all() {
    return Stream.concat(
            common().stream(),
            Stream.of(
                bytes(model("bitnet-b1.58", 40, I2s.X86_128, 128)),
                bytes(lookupTables()),
                bytes(armLayout())))
        .toList();
  }

  /// With types that llama.cpp has too.
  static List<byte[]> common() {
    return List.of(
        bytes(new GgufWriter()),
        bytes(values()),
        bytes(tensors()),
        bytes(model("bitnet", 36, TernaryBlocks.TQ1_0, 256)));
  }

  /// Models that load: every architecture, packed weights and weights stored as numbers, both kinds
  /// of tokenizer.
  static List<byte[]> models() {
    return List.of(
        bytes(byteLevel(loadable("bitnet-b1.58", BYTE_LEVEL_TOKENS, I2s.X86_128), true)),
        bytes(byteLevel(loadable("bitnet-25", BYTE_LEVEL_TOKENS, BlockType.Q8_0), false)),
        bytes(
            sentencePiece(
                loadable("bitnet", PIECES, ScalarType.F16)
                    .key("bitnet.hidden_activation", GgufValue.text("relu2")))),
        bytes(sentencePiece(llama())));
  }

  private static GgufWriter llama() {
    GgufWriter writer =
        loadable("llama", PIECES, ScalarType.F32)
            .key("llama.rope.dimension_count", GgufValue.uint32(WIDTH / 2))
            .key("llama.rope.scaling.type", GgufValue.text("none"));
    add(writer, "output.weight", ScalarType.BF16, PIECES, WIDTH);
    add(writer, "blk.0.attn_q.scale", ScalarType.F32, 1, 1);
    return writer;
  }

  /// A model without its tokenizer.
  private static GgufWriter loadable(String architecture, int tokens, TensorType type) {
    String prefix = architecture + ".";
    GgufWriter writer =
        new GgufWriter()
            .key("general.architecture", GgufValue.text(architecture))
            .key(prefix + "embedding_length", GgufValue.uint32(WIDTH))
            .key(prefix + "block_count", GgufValue.uint32(1))
            .key(prefix + "attention.head_count", GgufValue.uint32(2))
            .key(prefix + "attention.head_count_kv", GgufValue.uint32(2))
            .key(prefix + "feed_forward_length", GgufValue.uint32(WIDTH))
            .key(prefix + "context_length", GgufValue.uint32(8))
            .key(prefix + "rope.freq_base", GgufValue.float32(10000))
            .key(prefix + "attention.layer_norm_rms_epsilon", GgufValue.float32(1e-5f));
    add(writer, "token_embd.weight", BlockType.Q4_0, tokens, WIDTH);
    add(writer, "output_norm.weight", ScalarType.F32, 1, WIDTH);
    List<String> norms = new ArrayList<>(List.of("attn_norm", "ffn_norm"));
    if (!architecture.equals("llama")) {
      norms.addAll(List.of("attn_sub_norm", "ffn_sub_norm"));
    }
    for (String norm : norms) {
      add(writer, "blk.0." + norm + ".weight", ScalarType.F32, 1, WIDTH);
    }
    for (LinearOp op : LinearOp.values()) {
      add(writer, "blk.0." + op.label() + ".weight", type, WIDTH, WIDTH);
    }
    return writer;
  }

  private static GgufWriter byteLevel(GgufWriter writer, boolean namesRule) {
    List<String> tokens = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      tokens.add(ByteAlphabet.encode((byte) value));
    }
    tokens.addAll(List.of("ab", "<s>"));
    int[] types = new int[tokens.size()];
    Arrays.fill(types, 1);
    types[types.length - 1] = 3;
    if (namesRule) {
      writer.key("tokenizer.ggml.pre", GgufValue.text("llama-bpe"));
    }
    return writer
        .key("tokenizer.ggml.model", GgufValue.text("gpt2"))
        .key("tokenizer.ggml.tokens", GgufArray.ofTexts(tokens))
        .key("tokenizer.ggml.token_type", GgufArray.ofInts(types))
        .key("tokenizer.ggml.merges", GgufArray.ofTexts(List.of("a b")))
        .key("tokenizer.ggml.bos_token_id", GgufValue.uint32(types.length - 1))
        .key("tokenizer.ggml.eos_token_id", GgufValue.uint32(0));
  }

  private static GgufWriter sentencePiece(GgufWriter writer) {
    return writer
        .key("tokenizer.ggml.model", GgufValue.text("llama"))
        .key(
            "tokenizer.ggml.tokens",
            GgufArray.ofTexts(List.of("<unk>", "<s>", "a", "b", "ab", "\u2581abab")))
        .key("tokenizer.ggml.scores", GgufArray.ofFloats(new float[] {0, 0, -3, -4, -1, -2}))
        .key("tokenizer.ggml.token_type", GgufArray.ofInts(new int[] {2, 3, 1, 1, 1, 1}))
        .key("tokenizer.ggml.add_bos_token", GgufValue.bool(true))
        .key("tokenizer.ggml.add_space_prefix", GgufValue.bool(true))
        .key("tokenizer.ggml.bos_token_id", GgufValue.uint32(1))
        .key("tokenizer.ggml.eos_token_id", GgufValue.uint32(1))
        .key("tokenizer.ggml.eot_token_id", GgufValue.uint32(1))
        .key("tokenizer.chat_template", GgufValue.text("{{ bos_token }}"));
  }

  private static GgufWriter values() {
    GgufWriter writer = new GgufWriter();
    for (GgufType type : GgufType.values()) {
      switch (type) {
        case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 ->
            writer.key("k." + type, new GgufValue.Whole(type, 7));
        case FLOAT32, FLOAT64 -> writer.key("k." + type, new GgufValue.Real(type, 0.5));
        case BOOL -> writer.key("k." + type, GgufValue.bool(true));
        case STRING -> writer.key("k." + type, GgufValue.text("value"));
        case ARRAY -> writer.key("k." + type, GgufArray.ofTexts(List.of("a", "", "bcd")));
      }
    }
    return writer
        .key("ints", GgufArray.ofInts(new int[] {1, 2, 3}))
        .key("floats", GgufArray.ofFloats(new float[] {1, 2}))
        .key("general.alignment", GgufValue.uint32(16));
  }

  private static GgufWriter tensors() {
    GgufWriter writer = new GgufWriter().key("general.architecture", GgufValue.text("llama"));
    for (ScalarType type : ScalarType.values()) {
      add(writer, "s." + type, type, 2, 3);
    }
    for (BlockType type : BlockType.values()) {
      add(writer, "b." + type, type, 1, type.blockColumns());
    }
    for (TernaryBlocks type : TernaryBlocks.values()) {
      add(writer, "t." + type, type, 2, 256);
    }
    return writer;
  }

  private static GgufWriter armLayout() {
    GgufWriter writer =
        new GgufWriter().key("general.architecture", GgufValue.text("bitnet-b1.58"));
    add(writer, "i2s", I2s.ARM_64, 4, 64);
    return writer;
  }

  private static GgufWriter model(String architecture, int fileType, TensorType type, int columns) {
    GgufWriter writer =
        new GgufWriter()
            .key("general.architecture", GgufValue.text(architecture))
            .key("general.file_type", GgufValue.uint32(fileType))
            .key(architecture + ".block_count", GgufValue.uint32(1))
            .key("tokenizer.ggml.tokens", GgufArray.ofTexts(List.of("<s>", "a", "b", "ab")))
            .key("tokenizer.ggml.merges", GgufArray.ofTexts(List.of("a b")));
    add(writer, "token_embd.weight", ScalarType.F16, 4, 8);
    add(writer, "blk.0.attn_q.weight", type, 2, columns);
    add(writer, "blk.0.ffn_down.weight", type, 3, columns);
    add(writer, "output_norm.weight", ScalarType.F32, 1, 8);
    return writer;
  }

  private static GgufWriter lookupTables() {
    GgufWriter writer = new GgufWriter().key("general.architecture", GgufValue.text("bitnet"));
    add(writer, "tl1", new Tl1(TL1_KERNEL), 16, 32);
    add(writer, "tl2", new Tl2(TL2_KERNEL), 32, 24);
    return writer;
  }

  private static void add(GgufWriter writer, String name, TensorType type, long rows, int columns) {
    byte[] bytes = new byte[(int) type.byteSize(rows, columns)];
    // I2_S runs over the flattened matrix, so short rows are written as one.
    boolean flat = type instanceof I2s;
    TensorEncoder.encode(
        type,
        flat ? 1 : rows,
        flat ? (int) rows * columns : columns,
        GgufSeeds::fill,
        MemorySegment.ofArray(bytes));
    writer.tensor(name, List.of((long) columns, rows), type, out -> out.write(bytes));
  }

  /// -1, 0 and 1 in turn.
  private static void fill(long row, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (row + i) % 3 - 1;
    }
  }

  private static byte[] bytes(GgufWriter writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
