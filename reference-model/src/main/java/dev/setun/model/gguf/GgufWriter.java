package dev.setun.model.gguf;

import dev.setun.model.tensor.TensorType;
import dev.setun.traces.AtomicFile;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a GGUF file of version 3. Keys and tensors come in the order in which they were added,
/// and nothing else enters the file, so the same calls give the same bytes. A tensor's content is
/// asked for when its place in the file is reached, so a file can be larger than memory.
public final class GgufWriter {
  private static final int DEFAULT_ALIGNMENT = 32;

  private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> tensors = new LinkedHashMap<>();

  private record Entry(
      List<Long> dimensions, TensorType type, long byteSize, AtomicFile.Content content) {}

  /// Adds a key. `general.alignment` takes effect.
  ///
  /// @throws IllegalArgumentException if it was added before
  public GgufWriter key(String key, GgufValue value) {
    if (metadata.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("expected every key once, found " + key + " twice");
    }
    return this;
  }

  /// Adds a tensor.
  ///
  /// @param dimensions one to four, the contiguous one first
  /// @throws IllegalArgumentException if it was added before, or the type cannot hold the shape
  public GgufWriter tensor(
      String name, List<Long> dimensions, TensorType type, AtomicFile.Content content) {
    if (dimensions.isEmpty() || dimensions.size() > 4) {
      throw new IllegalArgumentException("expected 1 to 4 dimensions, found " + dimensions);
    }
    long rows = 1;
    for (long dimension : dimensions.subList(1, dimensions.size())) {
      rows = Math.multiplyExact(rows, dimension);
    }
    long size = type.byteSize(rows, dimensions.getFirst());
    TypeNumbers.numberOf(type);
    Entry entry = new Entry(List.copyOf(dimensions), type, size, content);
    if (tensors.putIfAbsent(name, entry) != null) {
      throw new IllegalArgumentException("expected every tensor once, found " + name + " twice");
    }
    return this;
  }

  /// The bytes of a segment as the content of a tensor.
  public static AtomicFile.Content content(MemorySegment bytes) {
    return out -> {
      byte[] piece = new byte[1 << 16];
      for (long at = 0; at < bytes.byteSize(); at += piece.length) {
        int length = (int) Math.min(piece.length, bytes.byteSize() - at);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, piece, 0, length);
        out.write(piece, 0, length);
      }
    };
  }

  /// Writes the file as a whole or not at all.
  ///
  /// @throws InputException if the file exists and must not be replaced
  public void write(Path file, Overwrite overwrite) throws IOException {
    AtomicFile.write(file, overwrite, this::writeTo);
  }

  /// Writes the file to a stream.
  public void writeTo(OutputStream stream) throws IOException {
    CountingStream out = new CountingStream(stream);
    int alignment = alignment();
    out.write(header(alignment));
    for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
      pad(out, alignment);
      long start = out.position;
      tensor.getValue().content().writeTo(out);
      if (out.position - start != tensor.getValue().byteSize()) {
        throw new IllegalStateException(
            "tensor "
                + tensor.getKey()
                + ": expected "
                + tensor.getValue().byteSize()
                + " bytes, found "
                + (out.position - start));
      }
    }
    pad(out, alignment);
  }

  private int alignment() {
    return metadata.get("general.alignment") instanceof GgufValue.Whole(GgufType _, long value)
        ? Math.toIntExact(value)
        : DEFAULT_ALIGNMENT;
  }

  private byte[] header(int alignment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Values.number(GgufFile.MAGIC, 4, out);
    Values.number(GgufFile.VERSION, 4, out);
    Values.number(tensors.size(), 8, out);
    Values.number(metadata.size(), 8, out);
    metadata.forEach((key, value) -> {
      Values.text(key, out);
      Values.number(value.type().id(), 4, out);
      Values.write(value, out);
    });
    long offset = 0;
    for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
      Entry entry = tensor.getValue();
      Values.text(tensor.getKey(), out);
      Values.number(entry.dimensions().size(), 4, out);
      entry.dimensions().forEach(dimension -> Values.number(dimension, 8, out));
      Values.number(TypeNumbers.numberOf(entry.type()), 4, out);
      Values.number(offset, 8, out);
      offset += roundUp(entry.byteSize(), alignment);
    }
    return out.toByteArray();
  }

  private static void pad(CountingStream out, int alignment) throws IOException {
    out.write(new byte[(int) (roundUp(out.position, alignment) - out.position)]);
  }

  private static long roundUp(long bytes, int alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
  }

  /// Knows how much went through it.
  private static final class CountingStream extends FilterOutputStream {
    private long position;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      position++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      position += length;
    }
  }
}
