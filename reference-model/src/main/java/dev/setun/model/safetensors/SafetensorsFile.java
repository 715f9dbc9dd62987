package dev.setun.model.safetensors;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A safetensors file (spec 3.1): u64 header length, JSON header `{name: {dtype, shape,
/// data_offsets}}`, then the data.
public final class SafetensorsFile {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long MOST_HEADER_BYTES = 100_000_000;

  private final String name;
  private final Map<String, StoredTensor> tensors;

  private SafetensorsFile(String name, Map<String, StoredTensor> tensors) {
    this.name = name;
    this.tensors = tensors;
  }

  /// Maps a file.
  ///
  /// @throws InputException if it is truncated or inconsistent
  public static SafetensorsFile open(Path file) throws IOException {
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
    if (bytes.byteSize() < Long.BYTES) {
      throw new InputException(
          name, "expected a header length of 8 bytes, found " + bytes.byteSize() + " bytes");
    }
    long headerBytes = bytes.get(LONG, 0);
    long room = bytes.byteSize() - Long.BYTES;
    if (headerBytes < 2 || headerBytes > room || headerBytes > MOST_HEADER_BYTES) {
      throw new InputException(
          name,
          "header length: expected 2.."
              + Math.min(room, MOST_HEADER_BYTES)
              + " bytes, found "
              + Long.toUnsignedString(headerBytes));
    }
    byte[] header = bytes.asSlice(Long.BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
    JsonNode tree = Json.read(name + ": header", header);
    if (!tree.isObject()) {
      throw new InputException(name, "header: expected a JSON object, found " + tree.getNodeType());
    }
    MemorySegment data = bytes.asSlice(Long.BYTES + headerBytes);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        tensors.put(entry.getKey(), tensor(name, entry.getKey(), entry.getValue(), data));
      }
    }
    requireDisjoint(name, tensors);
    return new SafetensorsFile(name, Collections.unmodifiableMap(tensors));
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

  private static StoredTensor tensor(String file, String name, JsonNode entry, MemorySegment data) {
    String where = file + ": tensor " + name;
    StoredType type = StoredType.parse(where, entry.path("dtype").asString(""));
    List<Integer> shape = shape(where, entry.path("shape"));
    JsonNode offsets = entry.path("data_offsets");
    if (!offsets.isArray()
        || offsets.size() != 2
        || !offsets.get(0).isIntegralNumber()
        || !offsets.get(1).isIntegralNumber()
        || !offsets.get(0).canConvertToLong()
        || !offsets.get(1).canConvertToLong()) {
      throw new InputException(where, "data_offsets: expected two whole numbers, found " + offsets);
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    if (begin < 0 || begin > end || end > data.byteSize()) {
      throw new InputException(
          where,
          "expected data within the "
              + data.byteSize()
              + " bytes after the header, found "
              + begin
              + ".."
              + end);
    }
    long expected = type.bytes();
    for (int size : shape) {
      if (size != 0 && expected > Long.MAX_VALUE / size) {
        throw new InputException(where, "expected a shape that fits the file, found " + shape);
      }
      expected *= size;
    }
    if (end - begin != expected) {
      throw new InputException(
          where,
          "expected " + expected + " bytes for " + type + shape + ", found " + (end - begin));
    }
    return new StoredTensor(where, type, shape, data.asSlice(begin, expected), begin);
  }

  private static List<Integer> shape(String where, JsonNode node) {
    if (!node.isArray() || node.size() > 8) {
      throw new InputException(where, "shape: expected an array of at most 8 sizes, found " + node);
    }
    List<Integer> shape = new ArrayList<>();
    for (JsonNode size : node) {
      if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
        throw new InputException(where, "shape: expected sizes of 0..2147483647, found " + node);
      }
      shape.add(size.intValue());
    }
    return List.copyOf(shape);
  }

  private static void requireDisjoint(String name, Map<String, StoredTensor> tensors) {
    List<StoredTensor> sorted =
        tensors.values().stream()
            .filter(tensor -> tensor.data().byteSize() > 0)
            .sorted(Comparator.comparingLong(StoredTensor::offset))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      StoredTensor before = sorted.get(i - 1);
      if (before.offset() + before.data().byteSize() > sorted.get(i).offset()) {
        throw new InputException(
            sorted.get(i).where(),
            "expected data of its own, found bytes shared with " + before.where());
      }
    }
  }
}
