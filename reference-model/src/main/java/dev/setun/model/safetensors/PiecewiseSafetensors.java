package dev.setun.model.safetensors;

import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.tensor.OrderedPieces;
import dev.setun.traces.AtomicFile;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A safetensors file of tensors that are made in pieces on several threads
/// ([dev.setun.model.tensor.TensorPieces]). The bytes do not depend on the number of threads.
final class PiecewiseSafetensors {
  private static final int HEADER_MULTIPLE = 8;

  private final List<Entry> tensors = new ArrayList<>();

  private record Entry(
      String name, StoredType type, List<Long> shape, List<Supplier<byte[]>> pieces) {
    long byteSize() {
      return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    }
  }

  /// Adds a tensor.
  ///
  /// @param shape sizes, outermost first
  /// @param pieces its bytes
  void tensor(String name, StoredType type, List<Long> shape, List<Supplier<byte[]>> pieces) {
    tensors.add(new Entry(name, type, List.copyOf(shape), List.copyOf(pieces)));
  }

  /// Writes the file as a whole or not at all.
  ///
  /// @param progress told the share of the tensor bytes that is written
  /// @throws InputException if the file exists and must not be replaced
  void write(Path file, Overwrite overwrite, int threads, DoubleConsumer progress)
      throws IOException {
    double total = tensors.stream().mapToLong(Entry::byteSize).sum();
    AtomicFile.write(
        file,
        overwrite,
        out -> {
          out.write(header());
          var all = tensors.stream().flatMap(tensor -> tensor.pieces().stream()).iterator();
          double written = 0;
          try (OrderedPieces queue = new OrderedPieces(all, threads)) {
            for (Entry tensor : tensors) {
              long bytes = 0;
              for (int i = 0; i < tensor.pieces().size(); i++) {
                byte[] piece = queue.next();
                out.write(piece);
                bytes += piece.length;
                progress.accept((written + bytes) / total);
              }
              if (bytes != tensor.byteSize()) {
                throw new IllegalStateException(
                    tensor.name() + ": expected " + tensor.byteSize() + " bytes, found " + bytes);
              }
              written += bytes;
            }
          }
        });
  }

  /// The length of the text, and the text, filled up with blanks.
  private byte[] header() {
    ObjectNode root = Json.object();
    root.putObject("__metadata__").put("format", "pt");
    long begin = 0;
    for (Entry tensor : tensors) {
      ArrayNode shape = Json.array();
      tensor.shape().forEach(shape::add);
      long end = begin + tensor.byteSize();
      root.putObject(tensor.name())
          .put("dtype", tensor.type().name())
          .set("shape", shape)
          .set("data_offsets", Json.array().add(begin).add(end));
      begin = end;
    }
    String json = Json.compact(root);
    String text = json + " ".repeat(Math.floorMod(-json.length(), HEADER_MULTIPLE));
    byte[] bytes = new byte[Long.BYTES + text.length()];
    LittleEndian.putLong(MemorySegment.ofArray(bytes), 0, text.length());
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, bytes, Long.BYTES, ascii.length);
    return bytes;
  }
}
