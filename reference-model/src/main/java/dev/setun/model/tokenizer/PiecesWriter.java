package dev.setun.model.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes tokenizer.model, which [SentencePieceFile] reads: a protobuf with the pieces, and the
/// settings of Llama's tokenizers.
final class PiecesWriter {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int BITS_32 = 5;
  private static final int BPE = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PiecesWriter() {}

  /// @param size number of pieces, from the first
  static byte[] bytes(TokenizerLists.Pieces pieces, int size) {
    PiecesWriter file = new PiecesWriter();
    boolean hasBytes = false;
    for (int id = 0; id < size; id++) {
      int type = pieces.types().get(id);
      hasBytes |= type == TokenType.BYTE.id();
      file.message(
          1,
          new PiecesWriter()
              .message(1, pieces.tokens().get(id).getBytes(StandardCharsets.UTF_8))
              .real(2, pieces.scores().get(id))
              .whole(3, type));
    }
    // Trainer: the kind of model, and whether characters become bytes.
    file.message(2, new PiecesWriter().whole(3, BPE).whole(35, hasBytes ? 1 : 0));
    // Normaliser: a blank in front, no blank is dropped, blanks are escaped.
    file.message(
        3, new PiecesWriter().whole(3, pieces.blankInFront() ? 1 : 0).whole(4, 0).whole(5, 1));
    return file.out.toByteArray();
  }

  private PiecesWriter message(int field, PiecesWriter message) {
    return message(field, message.out.toByteArray());
  }

  private PiecesWriter message(int field, byte[] bytes) {
    varint(field << 3 | BYTES);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private PiecesWriter whole(int field, int value) {
    varint(field << 3 | VARINT);
    varint(value);
    return this;
  }

  private PiecesWriter real(int field, float value) {
    varint(field << 3 | BITS_32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      out.write(bits >>> shift);
    }
    return this;
  }

  private void varint(int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
