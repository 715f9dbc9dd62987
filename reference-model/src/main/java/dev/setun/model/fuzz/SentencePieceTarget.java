package dev.setun.model.fuzz;

import dev.setun.model.tokenizer.SentencePieceFile;
import dev.setun.model.tokenizer.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// tokenizer.model: reads it and encodes a short text.
final class SentencePieceTarget implements FuzzTarget {
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int BYTE = 6;

  private static final List<byte[]> WORDS =
      List.of(
          // A field of pieces with nothing in it; a trainer's settings: model type 2.
          new byte[] {0x0a, 0},
          new byte[] {0x12, 2, 0x18, 2},
          // The normaliser's: a blank in front, blanks kept.
          new byte[] {0x1a, 2, 0x18, 1},
          new byte[] {0x1a, 2, 0x20, 0},
          new byte[] {0x18, 6},
          new byte[] {0x15, 0, 0, -64, 127},
          new byte[] {-1, -1, -1, -1, 15},
          new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
          "<0x41>".getBytes(StandardCharsets.UTF_8),
          "\u2581".getBytes(StandardCharsets.UTF_8),
          "abababab".getBytes(StandardCharsets.UTF_8));

  @Override
  public String name() {
    return "tokenizer.model";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(seed(false), seed(true));
  }

  private static byte[] seed(boolean bytes) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    piece(file, "<unk>", UNKNOWN);
    piece(file, "<s>", CONTROL);
    for (int value = 0; bytes && value < 256; value++) {
      piece(file, String.format(Locale.ROOT, "<0x%02X>", value), BYTE);
    }
    for (String text : List.of("\u2581", "a", "b", "ab", "\u2581ab", "\u2581abab")) {
      piece(file, text, NORMAL);
    }
    file.writeBytes(new byte[] {0x12, 2, 0x18, 2});
    file.writeBytes(new byte[] {0x1a, 6, 0x18, 1, 0x20, 0, 0x28, 1});
    return file.toByteArray();
  }

  /// Text, score -1 and type.
  private static void piece(ByteArrayOutputStream file, String text, int type) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    file.writeBytes(new byte[] {0x0a, (byte) (utf8.length + 9), 0x0a, (byte) utf8.length});
    file.writeBytes(utf8);
    file.writeBytes(new byte[] {0x15, 0, 0, (byte) 0x80, (byte) 0xbf, 0x18, (byte) type});
  }

  /// Its numbers are as long as they are large.
  @Override
  public List<Field> fields(byte[] input) {
    return List.of();
  }

  @Override
  public List<byte[]> words() {
    return WORDS;
  }

  @Override
  public byte[] repair(byte[] input, RandomGenerator random) {
    return input;
  }

  /// Tables for 264 tokens.
  @Override
  public long constantBytes() {
    return 256 << 10;
  }

  @Override
  public long read(byte[] input) {
    Tokenizer tokenizer = SentencePieceFile.parse("fuzz", input);
    return tokenizer.size() * 100L + tokenizer.encode("ab 12 \u00e4").length;
  }
}
