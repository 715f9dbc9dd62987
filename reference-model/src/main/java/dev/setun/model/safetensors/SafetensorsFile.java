package dev.setun.model.safetensors;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A safetensors file (spec 3.1): u64 header length, JSON header `{name: {dtype, shape,
/// data_offsets}}`, then the data, which the tensors cover without a gap or an overlap.
public final class SafetensorsFile {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long MOST_HEADER_BYTES = 100_000_000;
  private static final String METADATA = "__metadata__";

  private final String name;
  private final Map<String, StoredTensor> tensors;

  private SafetensorsFile(String name, Map<String, StoredTensor> tensors) {
    this.name = name;
    this.tensors = tensors;
  }

  /// Maps a file. The mapping lives as long as a tensor of it is used; the file must not change
  /// meanwhile.
  ///
  /// @throws InputException if it is missing, truncated or inconsistent
  public static SafetensorsFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file.toString(), "expected a safetensors file, found none");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return parse(file.toString(), bytes);
    }
  }

  /// Reads a file that is in memory or mapped.
  ///
  /// @param name what errors call it
  /// @throws InputException if it is truncated or inconsistent
  public static SafetensorsFile parse(String name, MemorySegment bytes) {
    long headerBytes = headerBytes(name, bytes);
    byte[] header = bytes.asSlice(Long.BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
    JsonNode tree = Json.read(name + ": header", header);
    if (!tree.isObject()) {
      throw new InputException(name, "header: expected a JSON object, found " + tree.getNodeType());
    }
    MemorySegment data = bytes.asSlice(Long.BYTES + headerBytes);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        TensorHeader described =
            TensorHeader.parse(name + ": tensor " + entry.getKey(), entry.getValue());
        tensors.put(entry.getKey(), described.view(data));
      }
    }
    requireCovered(name, tensors, data.byteSize());
    return new SafetensorsFile(name, Collections.unmodifiableMap(tensors));
  }

  private static long headerBytes(String name, MemorySegment bytes) {
    if (bytes.byteSize() < Long.BYTES) {
      throw new InputException(
          name, "expected a header length of 8 bytes, found " + bytes.byteSize() + " bytes");
    }
    long headerBytes = bytes.get(LONG, 0);
    long most = Math.min(bytes.byteSize() - Long.BYTES, MOST_HEADER_BYTES);
    if (headerBytes < 2 || headerBytes > most) {
      throw new InputException(
          name,
          "header length: expected 2.."
              + most
              + " bytes, found "
              + Long.toUnsignedString(headerBytes));
    }
    return headerBytes;
  }

  /// What errors call this file.
  public String name() {
    return name;
  }

  /// All tensors in the order of the header.
  public Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /// A tensor, if it is there.
  public Optional<StoredTensor> find(String tensor) {
    return Optional.ofNullable(tensors.get(tensor));
  }

  /// @throws InputException unless each byte of the data belongs to exactly one tensor
  private static void requireCovered(String name, Map<String, StoredTensor> tensors, long bytes) {
    List<StoredTensor> sorted =
        tensors.values().stream()
            .filter(tensor -> tensor.data().byteSize() > 0)
            .sorted(Comparator.comparingLong(StoredTensor::offset))
            .toList();
    long end = 0;
    String before = "the header";
    for (StoredTensor tensor : sorted) {
      if (tensor.offset() != end) {
        throw new InputException(
            tensor.where(),
            "expected data from byte "
                + end
                + ", behind "
                + before
                + ", found it from byte "
                + tensor.offset()
                + (tensor.offset() < end ? " (an overlap)" : " (a gap)"));
      }
      end += tensor.data().byteSize();
      before = tensor.where().substring(name.length() + 2);
    }
    if (end != bytes) {
      throw new InputException(
          name, "expected " + end + " bytes of tensors after the header, found " + bytes);
    }
  }
}
