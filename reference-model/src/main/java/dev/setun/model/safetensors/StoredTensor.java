package dev.setun.model.safetensors;

import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// A tensor of a file, as a view of its bytes.
///
/// @param where file and name, for errors
/// @param shape sizes, outermost first
/// @param data its bytes, row-major, little-endian
/// @param offset where they begin after the header
public record StoredTensor(
    String where, StoredType type, List<Integer> shape, MemorySegment data, long offset) {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// @throws InputException if the shape is another
  public StoredTensor requireShape(int... expected) {
    List<Integer> sizes = Arrays.stream(expected).boxed().toList();
    if (!shape.equals(sizes)) {
      throw new InputException(where, "expected shape " + sizes + ", found " + shape);
    }
    return this;
  }

  /// @throws InputException if the type is another
  public StoredTensor requireType(StoredType expected) {
    if (type != expected) {
      throw new InputException(where, "expected dtype " + expected + ", found " + type);
    }
    return this;
  }

  /// @throws InputException unless the elements are real numbers that binary32 holds exactly
  public StoredTensor requireFloats() {
    if (!type.isFloat()) {
      throw new InputException(where, "expected dtype F32, F16 or BF16, found " + type);
    }
    return this;
  }

  /// Number of elements.
  public long elements() {
    return data.byteSize() / type.bytes();
  }

  /// Elements `[from, from + length)` as binary32, exactly, to `into` from `intoFrom`.
  ///
  /// @throws InputException unless they are real numbers that binary32 holds exactly
  public void floats(long from, float[] into, int intoFrom, int length) {
    switch (type) {
      case F32 -> {
        for (int i = 0; i < length; i++) {
          into[intoFrom + i] = data.get(FLOAT, (from + i) * Float.BYTES);
        }
      }
      case F16 -> {
        for (int i = 0; i < length; i++) {
          into[intoFrom + i] = Float.float16ToFloat(data.get(SHORT, (from + i) * Short.BYTES));
        }
      }
      case BF16 -> {
        for (int i = 0; i < length; i++) {
          into[intoFrom + i] =
              Float.intBitsToFloat(data.get(SHORT, (from + i) * Short.BYTES) << 16);
        }
      }
      case F64, F8_E4M3, F8_E5M2, I64, U64, I32, U32, I16, U16, I8, U8, BOOL -> requireFloats();
    }
  }

  /// The elements of a tensor with one dimension, each finite.
  ///
  /// @throws InputException if the shape is another, or an element is not finite
  public float[] vector(int length) {
    requireShape(length).requireFloats();
    float[] values = new float[length];
    floats(0, values, 0, length);
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InputException(where, "expected finite values, found " + values[i] + " at " + i);
      }
    }
    return values;
  }
}
