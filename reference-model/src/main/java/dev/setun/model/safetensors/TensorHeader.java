package dev.setun.model.safetensors;

import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What the header of a file says of one tensor.
///
/// @param where file and name, for errors
/// @param begin first byte after the header
/// @param end byte behind the last
record TensorHeader(String where, StoredType type, List<Integer> shape, long begin, long end) {
  private static final int MOST_DIMENSIONS = 8;

  static TensorHeader parse(String where, JsonNode entry) {
    StoredType type = StoredType.parse(where, entry.path("dtype").asString(""));
    List<Integer> shape = shape(where, entry.path("shape"));
    JsonNode offsets = entry.path("data_offsets");
    if (!offsets.isArray()
        || offsets.size() != 2
        || !isOffset(offsets.get(0))
        || !isOffset(offsets.get(1))) {
      throw new InputException(
          where, "data_offsets: expected two whole numbers, found " + shown(offsets));
    }
    return new TensorHeader(
        where, type, shape, offsets.get(0).longValue(), offsets.get(1).longValue());
  }

  private static boolean isOffset(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
  }

  private static List<Integer> shape(String where, JsonNode node) {
    if (!node.isArray() || node.size() > MOST_DIMENSIONS) {
      throw new InputException(
          where,
          "shape: expected an array of at most "
              + MOST_DIMENSIONS
              + " sizes, found "
              + (node.isArray() ? node.size() : shown(node)));
    }
    List<Integer> shape = new ArrayList<>();
    for (JsonNode size : node) {
      if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
        throw new InputException(
            where, "shape: expected sizes of 0.." + Integer.MAX_VALUE + ", found " + shown(size));
      }
      shape.add(size.intValue());
    }
    return List.copyOf(shape);
  }

  /// Text that a line of a message can hold.
  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    return node.isContainer()
        ? "an " + node.getNodeType().name().toLowerCase(Locale.ROOT)
        : node.toString();
  }

  /// The tensor in the data of the file.
  ///
  /// @throws InputException if it does not lie there, or has another length than its shape
  StoredTensor view(MemorySegment data) {
    if (begin > end || end > data.byteSize()) {
      throw new InputException(
          where,
          "expected data within the "
              + data.byteSize()
              + " bytes after the header, found "
              + begin
              + ".."
              + end);
    }
    long expected = shape.contains(0) ? 0 : type.bytes();
    for (int size : shape) {
      if (size != 0 && expected > data.byteSize() / size) {
        throw new InputException(
            where,
            "expected a shape that fits the "
                + data.byteSize()
                + " bytes after the header, found "
                + type
                + shape);
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
}
