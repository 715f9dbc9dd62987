package dev.setun.traces;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The content of a memory, for Verilog's `$readmemh`: a comment that gives the shape, then one
/// word a line from address 0 on, as many lower-case digits as the width needs (IEEE 1364-2005,
/// 17.2.9).
///
/// @param widthBits bits of a memory word, 1..65536
/// @param words the memory words; each takes ceil(widthBits / 64) longs, least significant first,
///   bits beyond the width zero; not copied
public record MemoryImage(int widthBits, long[] words) {
  /// @throws IllegalArgumentException if the width is out of range, the last word is not whole, or
  ///   a bit beyond the width is set
  public MemoryImage {
    if (widthBits < 1 || widthBits > 65536) {
      throw new IllegalArgumentException("expected a width in 1..65536, found " + widthBits);
    }
    int longs = (widthBits + 63) / 64;
    if (words.length % longs != 0) {
      throw new IllegalArgumentException(
          "expected a multiple of " + longs + " longs, found " + words.length);
    }
    int usedBits = widthBits - 64 * (longs - 1);
    for (int top = longs - 1; usedBits < 64 && top < words.length; top += longs) {
      if (words[top] >>> usedBits != 0) {
        throw new IllegalArgumentException(
            "word " + top / longs + ": expected " + widthBits + " bits, found more");
      }
    }
  }

  /// Words in the memory.
  public int depth() {
    return words.length / longsPerWord();
  }

  /// The content of the `.hex` file, for [AtomicFile#write] and [RunFolder#write].
  public void writeTo(OutputStream out) throws IOException {
    out.write(ascii("// " + depth() + " words of " + widthBits + " bits\n"));
    int digits = (widthBits + 3) / 4;
    byte[] line = new byte[digits + 1];
    line[digits] = '\n';
    for (int word = 0; word < depth(); word++) {
      for (int digit = 0; digit < digits; digit++) {
        long part = words[word * longsPerWord() + digit / 16];
        line[digits - 1 - digit] =
            (byte) Character.forDigit((int) (part >>> 4 * (digit % 16)) & 0xf, 16);
      }
      out.write(line);
    }
  }

  private int longsPerWord() {
    return (widthBits + 63) / 64;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
