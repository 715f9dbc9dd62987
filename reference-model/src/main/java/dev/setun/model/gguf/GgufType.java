package dev.setun.model.gguf;

/// The types of metadata values; the ordinal is the number in the file.
public enum GgufType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  BOOL(1),
  STRING(0),
  ARRAY(0),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  static final int COUNT = 13;

  private static final GgufType[] BY_ID = values();

  private final int bytes;

  GgufType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of a value, 0 where they differ from value to value.
  int bytes() {
    return bytes;
  }

  int id() {
    return ordinal();
  }

  /// The type of a number below [#COUNT].
  static GgufType ofId(int id) {
    return BY_ID[id];
  }
}
