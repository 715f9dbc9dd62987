package dev.setun.hdl.sim.engine;

/// What generated code calls: values wider than a long, in words from an offset of the state, least
/// significant first, bits beyond the width zero; and reads of memories.
public final class Wide {
  private Wide() {}

  private static int words(int width) {
    return (width + 63) >> 6;
  }

  private static void trim(long[] s, int at, int width) {
    int rest = width & 63;
    if (rest != 0) {
      s[at + (width >> 6)] &= (1L << rest) - 1;
    }
  }

  public static void copy(long[] s, int to, int from, int width) {
    System.arraycopy(s, from, s, to, words(width));
  }

  /// Copies from the words of one unit to those of another.
  public static void transfer(long[] to, int toAt, long[] from, int fromAt, int width) {
    System.arraycopy(from, fromAt, to, toAt, words(width));
  }

  public static void not(long[] s, int to, int from, int width) {
    for (int i = 0; i < words(width); i++) {
      s[to + i] = ~s[from + i];
    }
    trim(s, to, width);
  }

  public static void negate(long[] s, int to, int from, int width) {
    long carry = 1;
    for (int i = 0; i < words(width); i++) {
      long inverted = ~s[from + i];
      s[to + i] = inverted + carry;
      carry = carry != 0 && inverted == -1 ? 1 : 0;
    }
    trim(s, to, width);
  }

  public static void add(long[] s, int to, int left, int right, int width) {
    long carry = 0;
    for (int i = 0; i < words(width); i++) {
      long x = s[left + i];
      long sum = x + s[right + i];
      long total = sum + carry;
      carry = Long.compareUnsigned(sum, x) < 0 || Long.compareUnsigned(total, sum) < 0 ? 1 : 0;
      s[to + i] = total;
    }
    trim(s, to, width);
  }

  public static void subtract(long[] s, int to, int left, int right, int width) {
    long borrow = 0;
    for (int i = 0; i < words(width); i++) {
      long x = s[left + i];
      long difference = x - s[right + i];
      long total = difference - borrow;
      boolean under = Long.compareUnsigned(x, s[right + i]) < 0;
      borrow = under || Long.compareUnsigned(difference, borrow) < 0 ? 1 : 0;
      s[to + i] = total;
    }
    trim(s, to, width);
  }

  public static void multiply(long[] s, int to, int left, int right, int width) {
    int words = words(width);
    long[] product = new long[words];
    for (int i = 0; i < words; i++) {
      long carry = 0;
      for (int j = 0; i + j < words; j++) {
        long x = s[left + i];
        long y = s[right + j];
        long low = x * y;
        long high = Math.unsignedMultiplyHigh(x, y);
        long sum = product[i + j] + low;
        high += Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        long total = sum + carry;
        high += Long.compareUnsigned(total, sum) < 0 ? 1 : 0;
        product[i + j] = total;
        carry = high;
      }
    }
    System.arraycopy(product, 0, s, to, words);
    trim(s, to, width);
  }

  public static void and(long[] s, int to, int left, int right, int width) {
    for (int i = 0; i < words(width); i++) {
      s[to + i] = s[left + i] & s[right + i];
    }
  }

  public static void or(long[] s, int to, int left, int right, int width) {
    for (int i = 0; i < words(width); i++) {
      s[to + i] = s[left + i] | s[right + i];
    }
  }

  public static void xor(long[] s, int to, int left, int right, int width) {
    for (int i = 0; i < words(width); i++) {
      s[to + i] = s[left + i] ^ s[right + i];
    }
  }

  public static long equal(long[] s, int left, int right, int width) {
    for (int i = 0; i < words(width); i++) {
      if (s[left + i] != s[right + i]) {
        return 0;
      }
    }
    return 1;
  }

  public static long less(long[] s, int left, int right, int width) {
    for (int i = words(width) - 1; i >= 0; i--) {
      int order = Long.compareUnsigned(s[left + i], s[right + i]);
      if (order != 0) {
        return order < 0 ? 1 : 0;
      }
    }
    return 0;
  }

  public static long lessSigned(long[] s, int left, int right, int width) {
    long x = bit(s, left, width - 1);
    long y = bit(s, right, width - 1);
    return x != y ? x : less(s, left, right, width);
  }

  public static long reduceOr(long[] s, int at, int width) {
    for (int i = 0; i < words(width); i++) {
      if (s[at + i] != 0) {
        return 1;
      }
    }
    return 0;
  }

  private static int ones(long[] s, int at, int width) {
    int ones = 0;
    for (int i = 0; i < words(width); i++) {
      ones += Long.bitCount(s[at + i]);
    }
    return ones;
  }

  public static long reduceAnd(long[] s, int at, int width) {
    return ones(s, at, width) == width ? 1 : 0;
  }

  public static long reduceXor(long[] s, int at, int width) {
    return ones(s, at, width) & 1;
  }

  private static long bit(long[] s, int at, int index) {
    return s[at + (index >> 6)] >>> (index & 63) & 1;
  }

  /// Bits `low` and up of a wide value into a wide one.
  public static void slice(long[] s, int to, int from, int fromWidth, int low, int width) {
    int shift = low & 63;
    int last = from + words(fromWidth) - 1;
    for (int i = 0; i < words(width); i++) {
      int source = from + (low >> 6) + i;
      long bits = s[source] >>> shift;
      if (shift != 0 && source < last) {
        bits |= s[source + 1] << (64 - shift);
      }
      s[to + i] = bits;
    }
    trim(s, to, width);
  }

  public static void clear(long[] s, int at, int width) {
    for (int i = 0; i < words(width); i++) {
      s[at + i] = 0;
    }
  }

  /// Adds bits, zero beyond `width`, at bit `low` of a value that is zero there.
  public static void insert(long[] s, int to, long bits, int low, int width) {
    int word = to + (low >> 6);
    int shift = low & 63;
    s[word] |= bits << shift;
    if (shift + width > 64) {
      s[word + 1] |= bits >>> (64 - shift);
    }
  }

  /// Adds a wide value at bit `low` of a value that is zero there.
  public static void insertWide(long[] s, int to, int from, int low, int width) {
    for (int i = 0; i < words(width); i++) {
      insert(s, to, s[from + i], low + 64 * i, Math.min(64, width - 64 * i));
    }
  }

  /// A number that fits a long with its sign, or without (`fill` 0), in a wide value.
  public static void extend(long[] s, int to, long value, long fill, int width) {
    s[to] = value;
    for (int i = 1; i < words(width); i++) {
      s[to + i] = fill;
    }
    trim(s, to, width);
  }

  public static void extendWide(long[] s, int to, int from, int fromWidth, int signed, int width) {
    int fromWords = words(fromWidth);
    long fill = signed != 0 && bit(s, from, fromWidth - 1) != 0 ? -1 : 0;
    System.arraycopy(s, from, s, to, fromWords);
    if (fill != 0 && (fromWidth & 63) != 0) {
      s[to + fromWords - 1] |= -1L << (fromWidth & 63);
    }
    for (int i = fromWords; i < words(width); i++) {
      s[to + i] = fill;
    }
    trim(s, to, width);
  }

  /// A word of a memory; 0 beyond its depth.
  public static long read(long[] memory, long address) {
    return address < memory.length ? memory[(int) address] : 0;
  }

  public static void readWide(long[] s, int to, long[] memory, long address, int width) {
    int words = words(width);
    if (address < memory.length / words) {
      System.arraycopy(memory, (int) address * words, s, to, words);
    } else {
      clear(s, to, width);
    }
  }

  public static void write(long[] memory, long address, long value) {
    if (address < memory.length) {
      memory[(int) address] = value;
    }
  }

  public static void writeWide(long[] s, int from, long[] memory, long address, int width) {
    int words = words(width);
    if (address < memory.length / words) {
      System.arraycopy(s, from, memory, (int) address * words, words);
    }
  }
}
