package dev.setun.model.gguf;

import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.bytes.NameIndex;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;

/// Walks the header of a file; nothing is read, skipped or counted that the file cannot hold.
final class Cursor {
  /// A header is a few megabytes; a limit lets positions in it be ints.
  static final int MAX_HEADER_BYTES = Integer.MAX_VALUE;

  private static final int MAX_NAME_BYTES = 65535;
  private static final int MAX_DEPTH = 32;

  private final String file;
  private final MemorySegment segment;
  private final long limit;
  private long position;
  private String kind = "header";
  private long nameAt = -1;

  Cursor(String file, MemorySegment segment, long position) {
    this.file = file;
    this.segment = segment;
    this.limit = Math.min(segment.byteSize(), MAX_HEADER_BYTES);
    this.position = position;
  }

  long position() {
    return position;
  }

  /// What the next problem is about: the key or tensor whose name is at `nameAt`.
  void about(String kind, long nameAt) {
    this.kind = kind;
    this.nameAt = nameAt;
  }

  InputException problem(String problem) {
    String subject = nameAt < 0 ? kind : kind + " " + shown(text(segment, nameAt));
    return new InputException(file + ": " + subject, problem);
  }

  /// As [NameIndex#shown].
  static String shown(String text) {
    return NameIndex.shown(text);
  }

  /// The string whose length field is at `at`, which was checked before.
  static String text(MemorySegment segment, long at) {
    return NameIndex.text(segment, at + 8, Math.toIntExact(LittleEndian.getLong(segment, at)));
  }

  int int32(String what) {
    long at = advance(4, what);
    return LittleEndian.getInt(segment, at);
  }

  long int64(String what) {
    long at = advance(8, what);
    return LittleEndian.getLong(segment, at);
  }

  /// A number of things that take at least `minimumBytes` each and follow here.
  long count(String what, long minimumBytes) {
    long count = int64(what);
    long fits = (limit - position) / minimumBytes;
    if (count < 0 || count > fits) {
      throw problem(
          "expected "
              + what
              + " at most "
              + fits
              + ", which is what the file can hold, found "
              + Long.toUnsignedString(count));
    }
    return count;
  }

  /// Steps over `bytes` bytes and gives the position before.
  long advance(long bytes, String what) {
    if (bytes > limit - position) {
      throw problem(
          "expected "
              + bytes
              + " bytes of "
              + what
              + " at offset "
              + position
              + ", found "
              + (limit - position)
              + " to the end of "
              + (limit == segment.byteSize()
                  ? "the file"
                  : "the first 2 GiB, the limit of a header"));
    }
    long at = position;
    position += bytes;
    return at;
  }

  /// Steps over the name of a key or a tensor, which the format wants in ASCII, and adds it to an
  /// index.
  void name(String kind, NameIndex names) {
    about(kind, -1);
    long at = position;
    long length = count("name length", 1);
    if (length == 0 || length > MAX_NAME_BYTES) {
      throw problem("expected a name of 1 to " + MAX_NAME_BYTES + " bytes, found " + length);
    }
    for (long i = position; i < position + length; i++) {
      int character = LittleEndian.unsignedByte(segment, i);
      if (character < 0x20 || character > 0x7e) {
        throw problem("expected a name of ASCII characters, found byte " + character);
      }
    }
    position += length;
    about(kind, at);
    if (!names.add(at + 8, (int) length)) {
      throw problem("expected every " + kind + " once, found it twice");
    }
  }

  /// Steps over a string.
  void string() {
    long length = count("string length", 1);
    position += length;
  }

  GgufType type(String what) {
    int id = int32(what);
    if (id < 0 || id >= GgufType.COUNT) {
      throw problem("expected " + what + " 0 to 12, found " + Integer.toUnsignedString(id));
    }
    return GgufType.ofId(id);
  }

  /// Steps over a value, checking all of it.
  void value(GgufType type, int depth) {
    switch (type) {
      case STRING -> string();
      case ARRAY -> array(depth);
      case BOOL -> bools(1);
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, FLOAT32, UINT64, INT64, FLOAT64 ->
          advance(type.bytes(), "value");
    }
  }

  private void array(int depth) {
    if (depth >= MAX_DEPTH) {
      throw problem("expected arrays nested at most " + MAX_DEPTH + " deep, found more");
    }
    GgufType type = type("element type");
    long count = count("element count", smallestElement(type));
    switch (type) {
      case STRING, ARRAY -> {
        for (long i = 0; i < count; i++) {
          value(type, depth + 1);
        }
      }
      case BOOL -> bools(count);
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, FLOAT32, UINT64, INT64, FLOAT64 ->
          advance(count * type.bytes(), "array");
    }
  }

  private void bools(long count) {
    long at = advance(count, "truth values");
    for (long i = 0; i < count; i++) {
      int value = LittleEndian.unsignedByte(segment, at + i);
      if (value > 1) {
        throw problem("expected a truth value 0 or 1, found " + value);
      }
    }
  }

  private static long smallestElement(GgufType type) {
    return switch (type) {
      case STRING -> 8;
      case ARRAY -> 12;
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, FLOAT32, BOOL, UINT64, INT64, FLOAT64 ->
          type.bytes();
    };
  }
}
