package dev.setun.model.gguf;

import dev.setun.model.bytes.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Metadata values to and from their bytes.
final class Values {
  private Values() {}

  /// The value at `at`, which a [Cursor] has checked before.
  static GgufValue read(String file, MemorySegment segment, long at, GgufType type) {
    return switch (type) {
      case UINT8 -> whole(type, LittleEndian.unsignedByte(segment, at));
      case INT8 -> whole(type, LittleEndian.getByte(segment, at));
      case UINT16 -> whole(type, Short.toUnsignedLong(LittleEndian.getShort(segment, at)));
      case INT16 -> whole(type, LittleEndian.getShort(segment, at));
      case UINT32 -> whole(type, Integer.toUnsignedLong(LittleEndian.getInt(segment, at)));
      case INT32 -> whole(type, LittleEndian.getInt(segment, at));
      case UINT64, INT64 -> whole(type, LittleEndian.getLong(segment, at));
      case FLOAT32 -> new GgufValue.Real(type, LittleEndian.getFloat(segment, at));
      case FLOAT64 -> new GgufValue.Real(type, LittleEndian.getDouble(segment, at));
      case BOOL -> new GgufValue.Bool(LittleEndian.getByte(segment, at) != 0);
      case STRING -> new GgufValue.Text(Cursor.text(segment, at));
      case ARRAY -> GgufArray.at(file, segment, at);
    };
  }

  private static GgufValue whole(GgufType type, long value) {
    return new GgufValue.Whole(type, value);
  }

  /// Appends a value without its type.
  static void write(GgufValue value, ByteArrayOutputStream out) {
    switch (value) {
      case GgufValue.Whole(GgufType type, long number) -> number(number, type.bytes(), out);
      case GgufValue.Real(GgufType type, double number) ->
          number(
              type == GgufType.FLOAT32
                  ? Float.floatToRawIntBits((float) number)
                  : Double.doubleToRawLongBits(number),
              type.bytes(),
              out);
      case GgufValue.Bool(boolean truth) -> out.write(truth ? 1 : 0);
      case GgufValue.Text(String text) -> text(text, out);
      case GgufArray array -> {
        number(array.elementType().id(), 4, out);
        number(array.size(), 8, out);
        out.writeBytes(array.elements().toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  /// Appends a string with its length.
  static void text(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length, 8, out);
    out.writeBytes(bytes);
  }

  /// Appends the low bytes of a number, lowest first.
  static void number(long number, int bytes, ByteArrayOutputStream out) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (number >>> 8 * i));
    }
  }
}
