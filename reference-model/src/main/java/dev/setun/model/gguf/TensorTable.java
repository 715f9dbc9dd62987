package dev.setun.model.gguf;

import dev.setun.model.bytes.NameIndex;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The descriptions of the tensors of a file, checked: where each lies, that it lies in the file
/// and that no two overlap. Tensors are made from the file when they are asked for.
final class TensorTable {
  /// Length and one byte of name, number of dimensions, one of them, type, offset.
  static final long SMALLEST_INFO_BYTES = 8 + 1 + 4 + 8 + 4 + 8;

  private static final int MAX_DIMENSIONS = 4;
  private static final long DEFAULT_ALIGNMENT = 32;

  private final String file;
  private final MemorySegment segment;
  private final NameIndex names;
  private final TypeNumbers numbers;
  private final long dataStart;
  private final boolean hasI2s;

  private TensorTable(
      String file,
      MemorySegment segment,
      NameIndex names,
      TypeNumbers numbers,
      long dataStart,
      boolean hasI2s) {
    this.file = file;
    this.segment = segment;
    this.names = names;
    this.numbers = numbers;
    this.dataStart = dataStart;
    this.hasI2s = hasI2s;
  }

  static TensorTable read(
      String file,
      MemorySegment segment,
      Cursor cursor,
      int count,
      GgufMetadata metadata,
      GgufOptions options) {
    long alignment = alignment(file, metadata);
    NameIndex names = new NameIndex(segment, count);
    for (int i = 0; i < count; i++) {
      cursor.name("tensor", names);
      int dimensions = cursor.int32("number of dimensions");
      if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
        throw cursor.problem(
            "expected 1 to 4 dimensions, found " + Integer.toUnsignedString(dimensions));
      }
      cursor.advance(8L * dimensions + 12, "tensor description");
    }
    long dataStart = (cursor.position() + alignment - 1) / alignment * alignment;
    TypeNumbers numbers = new TypeNumbers(metadata, options);
    boolean hasI2s = false;
    for (int i = 0; i < count; i++) {
      hasI2s |= TensorInfo.type(segment, names.end(i)) == TypeNumbers.I2_S;
    }
    TensorTable table = new TensorTable(file, segment, names, numbers, dataStart, hasI2s);
    table.checkPlaces(alignment);
    return table;
  }

  /// `general.alignment`, by default 32.
  private static long alignment(String file, GgufMetadata metadata) {
    OptionalLong found = metadata.whole("general.alignment");
    long alignment = found.orElse(DEFAULT_ALIGNMENT);
    if (alignment < 8 || alignment > 1 << 30 || Long.bitCount(alignment) != 1) {
      throw new InputException(
          file + ": key general.alignment",
          "expected a power of two 8 to 2^30, found " + alignment);
    }
    return alignment;
  }

  int size() {
    return names.size();
  }

  boolean hasI2s() {
    return hasI2s;
  }

  GgufTensor get(int index) {
    long info = names.end(index);
    List<Long> dimensions = new ArrayList<>();
    for (int i = 0; i < TensorInfo.dimensions(segment, info); i++) {
      dimensions.add(TensorInfo.dimension(segment, info, i));
    }
    String name = names.name(index);
    long rows = TensorInfo.rows(segment, info);
    long columns = TensorInfo.columns(segment, info);
    TensorType type = numbers.typeOf(TensorInfo.type(segment, info), rows, columns);
    long offset = dataStart + TensorInfo.offset(segment, info);
    Tensor tensor =
        new Tensor(
            file + ": tensor " + Cursor.shown(name),
            type,
            rows,
            (int) columns,
            segment.asSlice(offset, type.byteSize(rows, columns)));
    return new GgufTensor(name, dimensions, offset, tensor);
  }

  Optional<GgufTensor> find(String name) {
    int index = names.find(name);
    return index < 0 ? Optional.empty() : Optional.of(get(index));
  }

  /// Checks shapes, types and places. Intervals are disjoint exactly when, starts and ends sorted
  /// each for itself, no start is before the end in front of it.
  private void checkPlaces(long alignment) {
    long[] starts = new long[names.size()];
    long[] ends = new long[names.size()];
    for (int i = 0; i < starts.length; i++) {
      long info = names.end(i);
      starts[i] = TensorInfo.offset(segment, info);
      ends[i] = starts[i] + checkedSize(i, info, alignment);
    }
    Arrays.sort(starts);
    Arrays.sort(ends);
    for (int i = 1; i < starts.length; i++) {
      if (starts[i] < ends[i - 1]) {
        throw overlap(starts[i]);
      }
    }
  }

  private long checkedSize(int index, long info, long alignment) {
    long offset = TensorInfo.offset(segment, info);
    if (offset % alignment != 0) {
      throw problem(
          index,
          "expected an offset in multiples of "
              + alignment
              + ", found "
              + Long.toUnsignedString(offset));
    }
    long size;
    try {
      size = TensorInfo.checkedSize(segment, info, numbers);
    } catch (IllegalArgumentException e) {
      throw problem(index, String.valueOf(e.getMessage()));
    }
    long available = segment.byteSize() - dataStart;
    if (offset < 0 || size > available || offset > available - size) {
      throw problem(
          index,
          size
              + " bytes at offset "
              + Long.toUnsignedString(offset)
              + " of the data run past the end of the file (expected up to "
              + Math.max(0, available)
              + ", found "
              + segment.byteSize()
              + " bytes in all)");
    }
    return size;
  }

  /// Two tensors hold the byte at `offset`, one of which begins there.
  private InputException overlap(long offset) {
    List<Integer> holders = new ArrayList<>();
    for (int i = 0; i < names.size() && holders.size() < 2; i++) {
      long info = names.end(i);
      long start = TensorInfo.offset(segment, info);
      if (start <= offset && offset < start + TensorInfo.checkedSize(segment, info, numbers)) {
        holders.add(i);
      }
    }
    return problem(
        holders.getLast(),
        "expected bytes of its own, found an overlap with tensor "
            + Cursor.shown(names.name(holders.getFirst()))
            + " at offset "
            + offset
            + " of the data");
  }

  private InputException problem(int index, String problem) {
    return new InputException(file + ": tensor " + Cursor.shown(names.name(index)), problem);
  }
}
