package dev.setun.model.gguf;

import dev.setun.model.tensor.OrderedPieces;
import dev.setun.model.tensor.TensorType;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/// A GGUF file of tensors that are made in pieces on several threads
/// ([dev.setun.model.tensor.TensorPieces]). The bytes do not depend on the number of threads.
public final class PiecewiseGguf {
  private final SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
  private final List<Entry> tensors = new ArrayList<>();

  /// With no key and no tensor yet.
  public PiecewiseGguf() {}

  private record Entry(
      String name, List<Long> dimensions, TensorType type, List<Supplier<byte[]>> pieces) {
    long byteSize() {
      long rows = dimensions.stream().skip(1).reduce(1L, Math::multiplyExact);
      return type.byteSize(rows, dimensions.getFirst());
    }
  }

  /// Adds a key.
  public PiecewiseGguf key(String key, GgufValue value) {
    metadata.put(key, value);
    return this;
  }

  /// Adds a matrix.
  ///
  /// @param pieces its bytes
  public PiecewiseGguf matrix(
      String name, long rows, long columns, TensorType type, List<Supplier<byte[]>> pieces) {
    tensors.add(new Entry(name, List.of(columns, rows), type, List.copyOf(pieces)));
    return this;
  }

  /// Adds a tensor of one to four dimensions, the contiguous one first.
  public PiecewiseGguf tensor(
      String name, List<Long> dimensions, TensorType type, List<Supplier<byte[]>> pieces) {
    tensors.add(new Entry(name, List.copyOf(dimensions), type, List.copyOf(pieces)));
    return this;
  }

  /// Adds a tensor of one dimension.
  public PiecewiseGguf vector(
      String name, long length, TensorType type, List<Supplier<byte[]>> pieces) {
    tensors.add(new Entry(name, List.of(length), type, List.copyOf(pieces)));
    return this;
  }

  /// Writes the file as a whole or not at all.
  ///
  /// @param progress told the share of the tensor bytes that is written
  /// @throws InputException if the file exists and must not be replaced
  public void write(Path file, Overwrite overwrite, int threads, DoubleConsumer progress)
      throws IOException {
    double total = tensors.stream().mapToLong(Entry::byteSize).sum();
    long[] written = new long[1];
    GgufWriter writer = new GgufWriter();
    for (Map.Entry<String, GgufValue> key : metadata.entrySet()) {
      writer.key(key.getKey(), key.getValue());
    }
    var all = tensors.stream().flatMap(tensor -> tensor.pieces().stream()).iterator();
    try (OrderedPieces queue = new OrderedPieces(all, threads)) {
      for (Entry tensor : tensors) {
        writer.tensor(
            tensor.name(),
            tensor.dimensions(),
            tensor.type(),
            out -> {
              for (int i = 0; i < tensor.pieces().size(); i++) {
                byte[] piece = queue.next();
                out.write(piece);
                written[0] += piece.length;
                progress.accept(written[0] / total);
              }
            });
      }
      writer.write(file, overwrite);
    }
  }
}
