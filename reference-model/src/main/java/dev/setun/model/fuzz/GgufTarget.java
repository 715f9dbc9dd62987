package dev.setun.model.fuzz;

import dev.setun.model.Model;
import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.gguf.Dialect;
import dev.setun.model.gguf.GgufArray;
import dev.setun.model.gguf.GgufFile;
import dev.setun.model.gguf.GgufModel;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.gguf.GgufTensor;
import dev.setun.model.gguf.GgufValue;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TlKernelConfig;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// GGUF: opens, decodes every value, and of every tensor the first and the last row; or makes a
/// model of it.
final class GgufTarget implements FuzzTarget {
  /// How much of a file is read.
  enum Depth {
    /// Values and tensors.
    CONTAINER,
    /// The model with its tokenizer.
    MODEL
  }

  /// Longer rows are opened but not decoded, so that nothing has to be allocated for them.
  private static final int LONGEST_ROW = 1 << 16;

  private static final int SMALL_NUMBER = 4096;

  private final Depth depth;
  private final GgufOptions options;
  private final float[] row = new float[LONGEST_ROW];
  private final byte[] trits = new byte[LONGEST_ROW];

  /// @param dialect whose type numbers the inputs are read by
  /// @param layout of their I2_S tensors
  GgufTarget(Depth depth, Dialect dialect, I2s layout) {
    this.depth = depth;
    this.options = new GgufOptions(dialect, layout, new TlKernelConfig(GgufSeeds.TL_SHAPES));
  }

  @Override
  public String name() {
    return switch (depth) {
      case CONTAINER ->
          switch (options.dialect()) {
            case BY_CONTENT -> "gguf";
            case BITNET_CPP -> "gguf-bitnet.cpp";
            case LLAMA_CPP -> "gguf-llama.cpp";
          };
      case MODEL -> "gguf-model";
    };
  }

  @Override
  public List<byte[]> seeds() {
    return switch (depth) {
      case CONTAINER ->
          options.dialect() == Dialect.LLAMA_CPP ? GgufSeeds.common() : GgufSeeds.all();
      case MODEL -> GgufSeeds.models();
    };
  }

  /// Numbers are where eight or four bytes hold a small one: the format has hardly any other.
  @Override
  public List<Field> fields(byte[] input) {
    List<Field> fields = new ArrayList<>();
    MemorySegment segment = MemorySegment.ofArray(input);
    int position = 8;
    while (position + 8 <= input.length) {
      long number = LittleEndian.getLong(segment, position);
      if (number > 0 && number < SMALL_NUMBER) {
        fields.add(new Field(position, 8));
        position += 8;
      } else if (Integer.compareUnsigned((int) number, 64) < 0) {
        fields.add(new Field(position, 4));
        position += 4;
      } else {
        position++;
      }
    }
    return fields;
  }

  @Override
  public List<byte[]> words() {
    return WORDS;
  }

  private static final List<byte[]> WORDS =
      List.of(
          word("GGUF"),
          word("general.alignment"),
          word("general.architecture"),
          word("general.file_type"),
          word("bitnet"),
          word("llama"),
          word("tokenizer.ggml.scores"),
          word(".scale"),
          word("{% if "),
          new byte[] {9, 0, 0, 0},
          new byte[] {8, 0, 0, 0},
          new byte[] {36, 0, 0, 0},
          new byte[] {-1, -1, -1, -1, -1, -1, -1, 127},
          new byte[] {-1, -1, -1, -1, -1, -1, -1, -1},
          new byte[32]);

  private static byte[] word(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] repair(byte[] input, RandomGenerator random) {
    return input;
  }

  /// A model has the tables of its tokenizer, about 400 bytes a token: here for 258 tokens.
  @Override
  public long constantBytes() {
    return switch (depth) {
      case CONTAINER -> 32 << 10;
      case MODEL -> 256 << 10;
    };
  }

  @Override
  public long read(byte[] input) {
    GgufFile file = GgufFile.of("fuzz.gguf", MemorySegment.ofArray(input), options);
    return switch (depth) {
      case CONTAINER -> readAll(file);
      case MODEL -> kindOf(GgufModel.load(file));
    };
  }

  private static long kindOf(Model model) {
    return model.config().layers() * 1000L + model.tokenizer().size();
  }

  private long readAll(GgufFile file) {
    long kind = file.metadata().keys().size();
    for (String key : file.metadata().keys()) {
      kind = kind * 31 + readValue(file.metadata().find(key).orElseThrow());
    }
    for (GgufTensor tensor : file.tensors()) {
      kind = kind * 31 + tensor.tensor().type().label().hashCode();
      readTensor(tensor);
    }
    return kind;
  }

  private static int readValue(GgufValue value) {
    if (value instanceof GgufArray array && array.size() > 0) {
      GgufValue first = array.get(0);
      GgufValue last = array.get(array.size() - 1);
      return 31 * first.type().ordinal() + last.type().ordinal();
    }
    return value.type().ordinal();
  }

  private void readTensor(GgufTensor tensor) {
    if (tensor.tensor().columns() > LONGEST_ROW) {
      return;
    }
    long last = tensor.tensor().rows() - 1;
    if (tensor.tensor().type() instanceof TernaryPacking) {
      PackedTernary weights = tensor.tensor().ternary();
      weights.unpackRow(0, trits);
      weights.unpackRow((int) last, trits);
    } else {
      tensor.tensor().dequantiseRow(0, row);
      tensor.tensor().dequantiseRow(last, row);
    }
  }
}
