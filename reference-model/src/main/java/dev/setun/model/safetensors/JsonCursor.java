package dev.setun.model.safetensors;

import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.bytes.NameIndex;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Walks JSON text (RFC 8259) where it lies. Strings and numbers are stepped over or compared in
/// place: a text is checked without allocating anything for it, however much it holds.
final class JsonCursor {
  /// Most that a text may have; a header of safetensors is limited to this by its definition.
  static final long MOST_BYTES = 100_000_000;

  private static final int MOST_DEPTH = 64;
  private static final int MOST_NAME_BYTES = 65535;
  private static final int SHOWN_BYTES = 40;

  private final String where;
  private final MemorySegment text;
  private final long limit;
  private long position;
  private long stringStart;
  private long stringEnd;
  private boolean escaped;

  /// @param where what errors call the text
  /// @param text at most [#MOST_BYTES]
  JsonCursor(String where, MemorySegment text) {
    this.where = where;
    this.text = text;
    this.limit = text.byteSize();
  }

  /// @throws InputException if the text is no UTF-8
  void requireUtf8() {
    ByteBuffer bytes = text.asByteBuffer();
    var decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer sink = CharBuffer.allocate(1024);
    CoderResult result;
    do {
      result = decoder.decode(bytes, sink.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      position = bytes.position();
      throw problem("UTF-8");
    }
  }

  long position() {
    return position;
  }

  /// Goes back, or to a place that another cursor over the same text was at.
  void seek(long to) {
    position = to;
  }

  /// Steps over white space and `character`.
  void expect(char character) {
    if (!take(character)) {
      throw problem(String.valueOf(character));
    }
  }

  /// Steps over white space, and over `character` if it is there.
  boolean take(char character) {
    boolean there = next() == character;
    if (there) {
      position++;
    }
    return there;
  }

  /// Behind an element: true if another follows, false at the end of the object or array.
  boolean more(char close) {
    if (take(',')) {
      return true;
    }
    if (!take(close)) {
      throw problem(", or " + close);
    }
    return false;
  }

  /// Behind the value of the whole text.
  void requireEnd() {
    if (next() >= 0) {
      throw problem("nothing more");
    }
  }

  /// The first byte behind white space, -1 at the end.
  private int next() {
    while (position < limit) {
      int character = LittleEndian.unsignedByte(text, position);
      if (character != ' ' && character != '\n' && character != '\r' && character != '\t') {
        return character;
      }
      position++;
    }
    return -1;
  }

  /// Steps over a string. The other methods on strings are about this one until the next.
  void string() {
    expect('"');
    stringStart = position;
    escaped = false;
    while (true) {
      int character = position < limit ? LittleEndian.unsignedByte(text, position) : -1;
      if (character < ' ') {
        throw problem("a character or the end of a string");
      }
      if (character == '"') {
        stringEnd = position++;
        return;
      }
      position++;
      if (character == '\\') {
        escape();
      }
    }
  }

  private void escape() {
    escaped = true;
    int character = position < limit ? LittleEndian.unsignedByte(text, position) : -1;
    if (character != 'u') {
      if (character < 0 || "\"\\/bfnrt".indexOf(character) < 0) {
        throw problem("an escape");
      }
      position++;
      return;
    }
    position++;
    for (int i = 0; i < 4; i++, position++) {
      if (position >= limit || Character.digit(LittleEndian.unsignedByte(text, position), 16) < 0) {
        throw problem("four hexadecimal digits");
      }
    }
  }

  /// Steps over a string and the colon behind it.
  void key() {
    string();
    expect(':');
  }

  /// Whether the string is this ASCII text.
  boolean is(String ascii) {
    if (stringEnd - stringStart != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (LittleEndian.unsignedByte(text, stringStart + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The string, which must do without escapes, so that a name has one form only.
  void requireName() {
    if (escaped || stringEnd - stringStart > MOST_NAME_BYTES) {
      throw new InputException(
          where,
          "expected names of at most "
              + MOST_NAME_BYTES
              + " bytes without escapes, found "
              + shownString());
    }
  }

  long stringStart() {
    return stringStart;
  }

  int stringLength() {
    return (int) (stringEnd - stringStart);
  }

  /// The string as it is written, escapes and all.
  String rawString() {
    return NameIndex.text(text, stringStart, stringLength());
  }

  /// The string, cut for a message.
  String shownString() {
    boolean whole = stringLength() <= SHOWN_BYTES;
    return NameIndex.shown(
        NameIndex.text(text, stringStart, Math.min(stringLength(), SHOWN_BYTES))
            + (whole ? "" : "..."));
  }

  /// Steps over a whole number of 0 to 2^63 - 1 and gives it.
  long whole() {
    next();
    long start = position;
    long value = 0;
    while (position < limit) {
      int digit = LittleEndian.unsignedByte(text, position) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw notWhole(start);
      }
      value = value * 10 + digit;
      position++;
    }
    boolean leadingZero = position > start + 1 && LittleEndian.unsignedByte(text, start) == '0';
    int after = position < limit ? LittleEndian.unsignedByte(text, position) : -1;
    if (position == start || leadingZero || after == '.' || (after | 0x20) == 'e') {
      throw notWhole(start);
    }
    return value;
  }

  private InputException notWhole(long start) {
    position = start;
    return problem("a whole number of 0.." + Long.MAX_VALUE);
  }

  /// Steps over any value.
  void skipValue() {
    skipValue(0);
  }

  private void skipValue(int depth) {
    if (depth > MOST_DEPTH) {
      throw problem("values nested at most " + MOST_DEPTH + " deep");
    }
    switch (next()) {
      case '{' -> {
        position++;
        if (!take('}')) {
          do {
            key();
            skipValue(depth + 1);
          } while (more('}'));
        }
      }
      case '[' -> {
        position++;
        if (!take(']')) {
          do {
            skipValue(depth + 1);
          } while (more(']'));
        }
      }
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void word(String word) {
    for (int i = 0; i < word.length(); i++, position++) {
      if (position >= limit || LittleEndian.unsignedByte(text, position) != word.charAt(i)) {
        throw problem("a value");
      }
    }
  }

  private void number() {
    if (position < limit && LittleEndian.unsignedByte(text, position) == '-') {
      position++;
    }
    long start = position;
    digits("a value");
    if (position > start + 1 && LittleEndian.unsignedByte(text, start) == '0') {
      position = start;
      throw problem("a number without a leading zero");
    }
    if (position < limit && LittleEndian.unsignedByte(text, position) == '.') {
      position++;
      digits("a digit");
    }
    if (position < limit && (LittleEndian.unsignedByte(text, position) | 0x20) == 'e') {
      position++;
      int sign = position < limit ? LittleEndian.unsignedByte(text, position) : -1;
      if (sign == '+' || sign == '-') {
        position++;
      }
      digits("a digit");
    }
  }

  private void digits(String expected) {
    long start = position;
    while (position < limit
        && LittleEndian.unsignedByte(text, position) >= '0'
        && LittleEndian.unsignedByte(text, position) <= '9') {
      position++;
    }
    if (position == start) {
      throw problem(expected);
    }
  }

  /// What is wrong here: the text in front of the cursor is not what was expected.
  InputException problem(String expected) {
    String found =
        position >= limit
            ? "the end"
            : NameIndex.text(text, position, (int) Math.min(limit - position, SHOWN_BYTES));
    return new InputException(
        where + ": byte " + position, "expected " + expected + ", found " + NameIndex.shown(found));
  }
}
