package dev.setun.model.gguf;

import dev.setun.model.tensor.TensorType;
import dev.setun.traces.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a GGUF file of version 3. Keys and tensors come in the order in which they were added,
/// and nothing else enters the file, so the same calls give the same bytes.
public final class GgufWriter {
  private static final int DEFAULT_ALIGNMENT = 32;

  private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> tensors = new LinkedHashMap<>();

  /// Writes the bytes of one tensor.
  @FunctionalInterface
  public interface Content {
    /// Writes all of them, in as many pieces as it likes.
    void writeTo(WritableByteChannel out) throws IOException;
  }

  private record Entry(List<Long> dimensions, TensorType type, long byteSize, Content content) {}

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
  public GgufWriter tensor(String name, List<Long> dimensions, TensorType type, Content content) {
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

  /// Writes the file beside its place and moves it there when it is complete.
  ///
  /// @throws InputException if the file exists and must not be replaced, or cannot be written
  public void write(Path file, IfExists ifExists) {
    if (ifExists == IfExists.REFUSE && Files.exists(file)) {
      throw new InputException(
          file.toString(), "expected a new file, found one (use --force to replace it)");
    }
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      try (FileChannel channel =
          FileChannel.open(
              partial,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        write(channel);
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be written (" + e.getMessage() + ")", e);
    }
  }

  /// Writes the file to a channel.
  public void write(WritableByteChannel channel) throws IOException {
    CountingChannel out = new CountingChannel(channel);
    int alignment = alignment();
    out.writeAll(ByteBuffer.wrap(header(alignment)));
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

  private static void pad(CountingChannel out, int alignment) throws IOException {
    out.writeAll(ByteBuffer.allocate((int) (roundUp(out.position, alignment) - out.position)));
  }

  private static long roundUp(long bytes, int alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
  }

  /// Knows how much went through it.
  private static final class CountingChannel implements WritableByteChannel {
    private final WritableByteChannel channel;
    private long position;

    CountingChannel(WritableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int written = channel.write(source);
      position += written;
      return written;
    }

    void writeAll(ByteBuffer source) throws IOException {
      while (source.hasRemaining()) {
        write(source);
      }
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
