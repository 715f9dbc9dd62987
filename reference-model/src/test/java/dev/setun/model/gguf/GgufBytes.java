package dev.setun.model.gguf;

import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Files in memory, good and bad.
final class GgufBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static byte[] of(GgufWriter writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static GgufFile open(byte[] bytes) {
    return GgufFile.of("t.gguf", MemorySegment.ofArray(bytes), GgufOptions.DEFAULT);
  }

  static GgufWriter tensor(
      GgufWriter writer, String name, TensorType type, long rows, long columns, byte[] bytes) {
    return writer.tensor(name, List.of(columns, rows), type, out -> out.write(bytes));
  }

  static byte[] twoTensors() {
    GgufWriter writer = new GgufWriter().key("general.architecture", GgufValue.text("bitnet"));
    tensor(writer, "a", ScalarType.F32, 1, 8, new byte[32]);
    return of(tensor(writer, "b", ScalarType.F32, 1, 8, new byte[32]));
  }

  /// Starts a file by hand.
  GgufBytes header(long tensors, long keys) {
    return number(GgufFile.MAGIC, 4).number(3, 4).number(tensors, 8).number(keys, 8);
  }

  GgufBytes number(long number, int bytes) {
    Values.number(number, bytes, out);
    return this;
  }

  GgufBytes text(String text) {
    Values.text(text, out);
    return this;
  }

  GgufBytes key(String key, GgufType type) {
    return text(key).number(type.id(), 4);
  }

  GgufBytes info(String name, int type, long offset, long... dimensions) {
    text(name).number(dimensions.length, 4);
    for (long dimension : dimensions) {
      number(dimension, 8);
    }
    return number(type, 4).number(offset, 8);
  }

  byte[] bytes(int zeros) {
    out.writeBytes(new byte[zeros]);
    return out.toByteArray();
  }
}
