package dev.setun.traces;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads `.npy` files. The length that the header asks for is compared with the length of the file
/// before the values get memory.
final class NpyReader {
  private NpyReader() {}

  static NpyArray read(Path file) throws IOException {
    String where = file.toString();
    long fileBytes = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      NpyHeader header = readHeader(where, in, fileBytes);
      long expected = header.bytes() + (long) header.size() * header.element().bytes();
      if (expected != fileBytes) {
        throw new InputException(
            where,
            "expected "
                + expected
                + " bytes for shape "
                + header.shape()
                + " of "
                + header.element().descriptor()
                + ", found "
                + fileBytes);
      }
      return readValues(where, in, header);
    }
  }

  private static NpyHeader readHeader(String where, InputStream in, long fileBytes)
      throws IOException {
    byte[] prefix = in.readNBytes(NpyHeader.PREFIX_BYTES);
    int magicBytes = NpyHeader.MAGIC.length;
    if (prefix.length < NpyHeader.PREFIX_BYTES
        || !Arrays.equals(prefix, 0, magicBytes, NpyHeader.MAGIC, 0, magicBytes)) {
      throw new InputException(
          where, "expected a .npy file of version 1.0, found another beginning");
    }
    int length =
        Short.toUnsignedInt(
            ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getShort(magicBytes));
    if (NpyHeader.PREFIX_BYTES + (long) length > fileBytes) {
      throw new InputException(
          where, "expected a header of " + length + " bytes, found the end of the file");
    }
    String dictionary = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    return NpyHeader.parse(where, dictionary);
  }

  private static NpyArray readValues(String where, InputStream in, NpyHeader header)
      throws IOException {
    return switch (header.element()) {
      case FLOAT32 -> {
        float[] values = new float[header.size()];
        readPieces(
            where,
            in,
            header,
            (piece, first, count) -> piece.asFloatBuffer().get(values, first, count));
        yield new NpyArray.Float32(header.shape(), values);
      }
      case INT8 -> {
        byte[] values = new byte[header.size()];
        readPieces(where, in, header, (piece, first, count) -> piece.get(values, first, count));
        yield new NpyArray.Int8(header.shape(), values);
      }
      case INT32 -> {
        int[] values = new int[header.size()];
        readPieces(
            where,
            in,
            header,
            (piece, first, count) -> piece.asIntBuffer().get(values, first, count));
        yield new NpyArray.Int32(header.shape(), values);
      }
    };
  }

  /// Takes `count` values out of a piece of the file, the first of which is number `first`.
  @FunctionalInterface
  private interface Sink {
    void take(ByteBuffer piece, int first, int count);
  }

  private static void readPieces(String where, InputStream in, NpyHeader header, Sink sink)
      throws IOException {
    int valueBytes = header.element().bytes();
    byte[] piece = new byte[1 << 16];
    int valuesPerPiece = piece.length / valueBytes;
    for (int first = 0; first < header.size(); first += valuesPerPiece) {
      int count = Math.min(valuesPerPiece, header.size() - first);
      if (in.readNBytes(piece, 0, count * valueBytes) != count * valueBytes) {
        throw new InputException(where, "the file became shorter while it was read");
      }
      sink.take(
          ByteBuffer.wrap(piece, 0, count * valueBytes).order(ByteOrder.LITTLE_ENDIAN),
          first,
          count);
    }
  }
}
