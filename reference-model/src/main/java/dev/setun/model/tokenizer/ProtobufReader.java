package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.nio.charset.StandardCharsets;

/// Reads the fields of a protobuf message one after the other. Lengths are checked before anything
/// is allocated; a field that nobody asks for is skipped.
final class ProtobufReader {
  private final String where;
  private final byte[] bytes;
  private final int end;
  private int position;
  private int tagPosition;
  private int field;
  private int wireType;

  ProtobufReader(String where, byte[] bytes) {
    this(where, bytes, 0, bytes.length);
  }

  private ProtobufReader(String where, byte[] bytes, int start, int end) {
    this.where = where;
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /// Goes to the next field.
  ///
  /// @return whether there is one
  boolean next() {
    if (position == end) {
      return false;
    }
    tagPosition = position;
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (field == 0 || tag >>> 32 != 0) {
      throw problem("a field number above 0", "tag " + tag);
    }
    return true;
  }

  /// Number of this field.
  int field() {
    return field;
  }

  /// The value of this field, an integer or a truth value.
  long whole() {
    require(0, "an integer");
    return varint();
  }

  /// The value of this field, a binary32.
  float real() {
    require(5, "a 32-bit number");
    int at = advance(4);
    int bits = 0;
    for (int i = 3; i >= 0; i--) {
      bits = bits << 8 | bytes[at + i] & 0xff;
    }
    return Float.intBitsToFloat(bits);
  }

  /// The value of this field, UTF-8.
  String text() {
    ProtobufReader value = message();
    return new String(bytes, value.position, value.end - value.position, StandardCharsets.UTF_8);
  }

  /// The value of this field, a message or bytes.
  ProtobufReader message() {
    require(2, "a length and bytes");
    long length = varint();
    if (length < 0 || length > end - position) {
      throw problem("at most " + (end - position) + " bytes", Long.toUnsignedString(length));
    }
    int start = advance((int) length);
    return new ProtobufReader(where, bytes, start, position);
  }

  boolean isEmpty() {
    return position == end;
  }

  /// Goes behind the value of this field.
  void skip() {
    switch (wireType) {
      case 0 -> varint();
      case 1 -> advance(8);
      case 2 -> message();
      case 5 -> advance(4);
      default -> throw problem("wire type 0, 1, 2 or 5", Integer.toString(wireType));
    }
  }

  private void require(int expected, String what) {
    if (wireType != expected) {
      throw problem("field " + field + " to be " + what, "wire type " + wireType);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[advance(1)];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw problem("an integer of at most ten bytes", "a longer one");
  }

  private int advance(int length) {
    if (length > end - position) {
      throw problem(length + " more bytes", "the end");
    }
    int at = position;
    position += length;
    return at;
  }

  private InputException problem(String expected, String found) {
    return new InputException(
        where, "byte " + tagPosition + ": expected " + expected + ", found " + found);
  }
}
