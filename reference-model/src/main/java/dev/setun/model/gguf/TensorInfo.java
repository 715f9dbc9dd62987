package dev.setun.model.gguf;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// The fields of the description of one tensor, read where they are: `at` is the position behind
/// its name. Nothing is allocated for a description, however many a file has.
final class TensorInfo {
  private TensorInfo() {}

  static int dimensions(MemorySegment segment, long at) {
    return LittleEndian.getInt(segment, at);
  }

  static long dimension(MemorySegment segment, long at, int index) {
    return LittleEndian.getLong(segment, at + 4 + 8L * index);
  }

  private static long typePosition(MemorySegment segment, long at) {
    return at + 4 + 8L * dimensions(segment, at);
  }

  static int type(MemorySegment segment, long at) {
    return LittleEndian.getInt(segment, typePosition(segment, at));
  }

  /// From the start of the tensor data.
  static long offset(MemorySegment segment, long at) {
    return LittleEndian.getLong(segment, typePosition(segment, at) + 4);
  }

  /// The contiguous dimension.
  static long columns(MemorySegment segment, long at) {
    return dimension(segment, at, 0);
  }

  /// Product of the other dimensions, or 2^31 where it is at least that; they must be positive and
  /// below 2^31 each.
  static long rows(MemorySegment segment, long at) {
    long rows = 1;
    for (int i = 1; i < dimensions(segment, at); i++) {
      rows = Math.min(rows * dimension(segment, at, i), 1L << 31);
    }
    return rows;
  }

  /// Bytes of the tensor.
  ///
  /// @throws IllegalArgumentException with what is wrong with its dimensions or its type
  static long checkedSize(MemorySegment segment, long at, TypeNumbers numbers) {
    for (int i = 0; i < dimensions(segment, at); i++) {
      long dimension = dimension(segment, at, i);
      if (dimension < 1 || dimension > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "expected dimensions 1 to 2147483647, found " + Long.toUnsignedString(dimension));
      }
    }
    long rows = rows(segment, at);
    long columns = columns(segment, at);
    return numbers.typeOf(type(segment, at), rows, columns).byteSize(rows, columns);
  }
}
