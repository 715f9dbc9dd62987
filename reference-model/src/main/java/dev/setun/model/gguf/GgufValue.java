package dev.setun.model.gguf;

/// A metadata value.
public sealed interface GgufValue
    permits GgufValue.Whole, GgufValue.Real, GgufValue.Bool, GgufValue.Text, GgufArray {
  /// The type in the file.
  GgufType type();

  /// An integer of any width; a UINT64 above 2^63 - 1 is negative here.
  record Whole(GgufType type, long value) implements GgufValue {
    public Whole {
      boolean fits =
          switch (type) {
            case UINT8 -> value == (value & 0xff);
            case INT8 -> value == (byte) value;
            case UINT16 -> value == (value & 0xffff);
            case INT16 -> value == (short) value;
            case UINT32 -> value == (value & 0xffffffffL);
            case INT32 -> value == (int) value;
            case UINT64, INT64 -> true;
            case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> false;
          };
      if (!fits) {
        throw new IllegalArgumentException("expected a value of type " + type + ", found " + value);
      }
    }

    @Override
    public String toString() {
      return type == GgufType.UINT64 ? Long.toUnsignedString(value) : Long.toString(value);
    }
  }

  /// A FLOAT32 or a FLOAT64.
  record Real(GgufType type, double value) implements GgufValue {
    public Real {
      if (type != GgufType.FLOAT32 && type != GgufType.FLOAT64) {
        throw new IllegalArgumentException("expected FLOAT32 or FLOAT64, found " + type);
      }
    }

    @Override
    public String toString() {
      return type == GgufType.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
    }
  }

  /// A truth value.
  record Bool(boolean value) implements GgufValue {
    @Override
    public GgufType type() {
      return GgufType.BOOL;
    }

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /// A string. Bytes that are no UTF-8 are U+FFFD.
  record Text(String value) implements GgufValue {
    @Override
    public GgufType type() {
      return GgufType.STRING;
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /// A UINT32, the type of most sizes.
  static GgufValue uint32(long value) {
    return new Whole(GgufType.UINT32, value);
  }

  static GgufValue float32(float value) {
    return new Real(GgufType.FLOAT32, value);
  }

  static GgufValue bool(boolean value) {
    return new Bool(value);
  }

  static GgufValue text(String value) {
    return new Text(value);
  }
}
