package dev.setun.model.safetensors;

import dev.setun.model.bytes.NameIndex;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What the header of a file says of one tensor. One object reads one description after the other,
/// so that nothing is allocated for a description, however many a file has.
final class TensorHeader {
  private static final int MOST_DIMENSIONS = 8;

  private final String file;
  private final MemorySegment header;
  private final JsonCursor cursor;
  private final long[] sizes = new long[MOST_DIMENSIONS];
  private long nameStart;
  private int nameLength;
  private boolean hasType;
  private boolean hasShape;
  private boolean hasOffsets;
  private StoredType type = StoredType.U8;
  private int dimensions;
  private long begin;
  private long end;

  /// @param header the JSON text that `cursor` walks
  TensorHeader(String file, MemorySegment header, JsonCursor cursor) {
    this.file = file;
    this.header = header;
    this.cursor = cursor;
  }

  /// Reads the description that the cursor is in front of.
  ///
  /// @throws InputException if it has not what a description has, each once
  void read(long nameStart, int nameLength) {
    this.nameStart = nameStart;
    this.nameLength = nameLength;
    hasType = false;
    hasShape = false;
    hasOffsets = false;
    cursor.expect('{');
    if (!cursor.take('}')) {
      do {
        cursor.key();
        readField();
      } while (cursor.more('}'));
    }
    requireField("dtype", hasType);
    requireField("shape", hasShape);
    requireField("data_offsets", hasOffsets);
  }

  private void requireField(String name, boolean found) {
    if (!found) {
      throw problem("expected " + name + ", found none");
    }
  }

  private void readField() {
    if (cursor.is("dtype")) {
      requireFirst("dtype", hasType);
      hasType = true;
      readType();
    } else if (cursor.is("shape")) {
      requireFirst("shape", hasShape);
      hasShape = true;
      readShape();
    } else if (cursor.is("data_offsets")) {
      requireFirst("data_offsets", hasOffsets);
      hasOffsets = true;
      cursor.expect('[');
      begin = cursor.whole();
      cursor.expect(',');
      end = cursor.whole();
      cursor.expect(']');
    } else {
      throw problem("expected dtype, shape and data_offsets, found " + cursor.shownString());
    }
  }

  private void requireFirst(String name, boolean before) {
    if (before) {
      throw problem("expected " + name + " once, found it twice");
    }
  }

  private void readType() {
    cursor.string();
    for (int i = 0; i < StoredType.ALL.size(); i++) {
      if (cursor.is(StoredType.ALL.get(i).name())) {
        type = StoredType.ALL.get(i);
        return;
      }
    }
    throw problem(
        "dtype: expected one of "
            + StoredType.ALL.stream().map(StoredType::name).collect(Collectors.joining(", "))
            + ", found "
            + cursor.shownString());
  }

  private void readShape() {
    dimensions = 0;
    cursor.expect('[');
    if (cursor.take(']')) {
      return;
    }
    do {
      if (dimensions == MOST_DIMENSIONS) {
        throw problem("shape: expected at most " + MOST_DIMENSIONS + " sizes, found more");
      }
      sizes[dimensions++] = cursor.whole();
    } while (cursor.more(']'));
  }

  /// First byte after the header.
  long begin() {
    return begin;
  }

  /// Byte behind the last.
  long end() {
    return end;
  }

  /// @param dataBytes bytes of the file after its header
  /// @throws InputException if the tensor does not lie there, or has another length than its shape
  void requireWithin(long dataBytes) {
    if (begin > end || end > dataBytes) {
      throw problem(
          "expected data within the "
              + dataBytes
              + " bytes after the header, found "
              + begin
              + ".."
              + end);
    }
    long expected = type.bytes();
    for (int i = 0; i < dimensions; i++) {
      if (sizes[i] == 0) {
        expected = 0;
      }
    }
    for (int i = 0; i < dimensions && expected > 0; i++) {
      if (expected > dataBytes / sizes[i]) {
        throw problem(
            "expected a shape that fits the "
                + dataBytes
                + " bytes after the header, found "
                + type
                + shape());
      }
      expected *= sizes[i];
    }
    if (end - begin != expected) {
      throw problem(
          "expected " + expected + " bytes for " + type + shape() + ", found " + (end - begin));
    }
  }

  private List<Long> shape() {
    return Arrays.stream(sizes, 0, dimensions).boxed().toList();
  }

  InputException problem(String problem) {
    return new InputException(where(), problem);
  }

  private String where() {
    return file + ": tensor " + NameIndex.shown(NameIndex.text(header, nameStart, nameLength));
  }

  /// The tensor in the data of the file, checked before.
  StoredTensor view(MemorySegment data) {
    return new StoredTensor(
        file,
        NameIndex.text(header, nameStart, nameLength),
        type,
        shape(),
        data.asSlice(begin, end - begin));
  }
}
