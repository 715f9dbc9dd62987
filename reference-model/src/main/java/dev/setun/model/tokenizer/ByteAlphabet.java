package dev.setun.model.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The printable alphabet of byte-level BPE (spec 4, step 3): bytes 33..126, 161..172 and 174..255
/// stand for themselves, the other 68 in ascending order for U+0100 and up, so that every byte is a
/// visible character of the vocabulary.
public final class ByteAlphabet {
  /// All letters are below this: 68 of them are U+0100 and up.
  static final int END = 0x100 + 68;

  private static final char[] CHARACTERS = new char[256];
  private static final short[] BYTES = new short[END];

  static {
    Arrays.fill(BYTES, (short) -1);
    char next = 0x100;
    for (int value = 0; value < 256; value++) {
      boolean printable =
          (value >= 33 && value <= 126) || (value >= 161 && value <= 172) || value >= 174;
      char character = printable ? (char) value : next++;
      CHARACTERS[value] = character;
      BYTES[character] = (short) value;
    }
  }

  private ByteAlphabet() {}

  /// The character of each byte.
  public static String encode(byte... bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte value : bytes) {
      text.append(CHARACTERS[value & 0xff]);
    }
    return text.toString();
  }

  /// The bytes of a piece of the vocabulary; a character outside the alphabet gives its UTF-8
  /// bytes.
  static byte[] decode(String piece) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    piece
        .codePoints()
        .forEach(point -> {
          if (point < BYTES.length && BYTES[point] >= 0) {
            bytes.write(BYTES[point]);
          } else {
            bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
          }
        });
    return bytes.toByteArray();
  }
}
