package dev.setun.model.safetensors;

import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
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
    List<Integer> sizes = java.util.Arrays.stream(expected).boxed().toList();
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

  /// Number of elements.
  public long elements() {
    return data.byteSize() / type.bytes();
  }

  /// Element `index` as binary32; exact for all types.
  public float floatAt(long index) {
    return switch (type) {
      case F32 -> data.get(FLOAT, index * Float.BYTES);
      case F16 -> Float.float16ToFloat(data.get(SHORT, index * Short.BYTES));
      case BF16 -> Float.intBitsToFloat(data.get(SHORT, index * Short.BYTES) << 16);
      case U8 -> data.get(ValueLayout.JAVA_BYTE, index) & 0xff;
    };
  }

  /// All elements as binary32.
  ///
  /// @throws InputException if there are more than an array holds
  public float[] toFloats() {
    if (elements() > Integer.MAX_VALUE - 8) {
      throw new InputException(where, "expected fewer than 2^31 elements, found " + elements());
    }
    float[] values = new float[(int) elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = floatAt(i);
    }
    return values;
  }
}
