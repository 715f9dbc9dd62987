package dev.setun.model.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Reads and writes little-endian values in a segment; no offset needs to be aligned.
///
/// Every method throws `IndexOutOfBoundsException` where the value does not lie in the segment.
public final class LittleEndian {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  /// The byte at `offset`, 0..255.
  public static int unsignedByte(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
  }

  public static byte getByte(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_BYTE, offset);
  }

  public static short getShort(MemorySegment segment, long offset) {
    return segment.get(SHORT, offset);
  }

  public static int getInt(MemorySegment segment, long offset) {
    return segment.get(INT, offset);
  }

  public static long getLong(MemorySegment segment, long offset) {
    return segment.get(LONG, offset);
  }

  public static float getFloat(MemorySegment segment, long offset) {
    return segment.get(FLOAT, offset);
  }

  public static double getDouble(MemorySegment segment, long offset) {
    return segment.get(DOUBLE, offset);
  }

  /// Writes the low 8 bits of `value`.
  public static void putByte(MemorySegment segment, long offset, int value) {
    segment.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
  }

  /// Writes the low 16 bits of `value`.
  public static void putShort(MemorySegment segment, long offset, int value) {
    segment.set(SHORT, offset, (short) value);
  }

  public static void putInt(MemorySegment segment, long offset, int value) {
    segment.set(INT, offset, value);
  }

  public static void putLong(MemorySegment segment, long offset, long value) {
    segment.set(LONG, offset, value);
  }

  public static void putFloat(MemorySegment segment, long offset, float value) {
    segment.set(FLOAT, offset, value);
  }

  public static void putDouble(MemorySegment segment, long offset, double value) {
    segment.set(DOUBLE, offset, value);
  }
}
