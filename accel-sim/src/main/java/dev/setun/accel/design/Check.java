package dev.setun.accel.design;

/// The checks that design records share. Each failure names the key, the range and the value.
final class Check {
  private Check() {}

  static void range(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new DesignException(key, least + ".." + most, value);
    }
  }

  static void multipleOf(String key, long value, long unit, String of) {
    if (value % unit != 0) {
      throw new DesignException(key, "a multiple of " + of + " (" + unit + ")", value);
    }
  }

  static void powerOfTwo(String key, long value) {
    if (Long.bitCount(value) != 1) {
      throw new DesignException(key, "a power of two", value);
    }
  }
}
