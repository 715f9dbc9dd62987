package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// TL2 codes: part A the magnitudes of groups of three columns, two groups a byte; part B their
/// signs; part C the remaining columns as TL1 pairs. Blocks of 32 bytes hold 32 rows, in the order
/// rows 0-7, 16-23, 8-15, 24-31.
final class Tl2Codec {
  private static final int BLOCK_ROWS = 32;

  /// Larger than any weight: marks an index that stands for none.
  private static final byte INVALID = 2;

  private Tl2Codec() {}

  static void unpackRow(
      Tl2 packing, MemorySegment data, int rows, int columns, int row, byte[] into) {
    int tripleColumns = (int) packing.tripleColumns(columns);
    long signs = packing.indexBytes(rows, columns);
    for (int column = 0; column < tripleColumns; column += 6) {
      long block = tripleBlock(packing.kernel(), tripleColumns, row, column);
      int indices = LittleEndian.unsignedByte(data, block * BLOCK_ROWS + placeOf(row));
      int word = LittleEndian.getShort(data, signWord(signs, block, row));
      unpackTriple(indices >> 4, word >> signBit(block, 0, row) & 1, into, column);
      unpackTriple(indices & 15, word >> signBit(block, 1, row) & 1, into, column + 3);
    }
    long pairs = signs + packing.signBytes(rows, columns);
    for (int column = tripleColumns; column < columns; column += 4) {
      int indices =
          LittleEndian.unsignedByte(
              data, pairs + pairByte(packing.kernel(), columns, tripleColumns, row, column));
      Tl1Codec.unpackPair(indices >> 4, into, column);
      Tl1Codec.unpackPair(indices & 15, into, column + 2);
    }
  }

  /// Adds the codes of one row to a segment that was zero.
  static void packRow(Tl2 packing, byte[] trits, MemorySegment data, int rows, int row) {
    int columns = trits.length;
    int tripleColumns = (int) packing.tripleColumns(columns);
    long signs = packing.indexBytes(rows, columns);
    for (int column = 0; column < tripleColumns; column += 6) {
      long block = tripleBlock(packing.kernel(), tripleColumns, row, column);
      int high = tripleValue(trits, column);
      int low = tripleValue(trits, column + 3);
      LittleEndian.putByte(
          data, block * BLOCK_ROWS + placeOf(row), Math.abs(high) << 4 | Math.abs(low));
      long at = signWord(signs, block, row);
      int word = LittleEndian.getShort(data, at);
      word |= (high < 0 ? 1 : 0) << signBit(block, 0, row);
      word |= (low < 0 ? 1 : 0) << signBit(block, 1, row);
      LittleEndian.putShort(data, at, word);
    }
    long pairs = signs + packing.signBytes(rows, columns);
    for (int column = tripleColumns; column < columns; column += 4) {
      int high = Tl1Codec.pairIndex(trits[column], trits[column + 1]);
      int low = Tl1Codec.pairIndex(trits[column + 2], trits[column + 3]);
      LittleEndian.putByte(
          data,
          pairs + pairByte(packing.kernel(), columns, tripleColumns, row, column),
          high << 4 | low);
    }
  }

  /// `9 * w0 + 3 * w1 + w2`, -13..13.
  private static int tripleValue(byte[] trits, int column) {
    return 9 * trits[column] + 3 * trits[column + 1] + trits[column + 2];
  }

  private static void unpackTriple(int magnitude, int sign, byte[] into, int column) {
    if (magnitude > 13) {
      into[column] = INVALID;
      into[column + 1] = 0;
      into[column + 2] = 0;
      return;
    }
    // 13 more makes the three digits 0..2 in base 3.
    int digits = (sign == 0 ? magnitude : -magnitude) + 13;
    into[column] = (byte) (digits / 9 - 1);
    into[column + 1] = (byte) (digits / 3 % 3 - 1);
    into[column + 2] = (byte) (digits % 3 - 1);
  }

  /// Number of the 32-byte block of part A.
  private static long tripleBlock(TlKernel kernel, int tripleColumns, int row, int column) {
    long block = row / kernel.blockRows();
    block = block * (tripleColumns / kernel.blockColumns()) + column / kernel.blockColumns();
    block = block * (kernel.blockRows() / BLOCK_ROWS) + row % kernel.blockRows() / BLOCK_ROWS;
    return block * (kernel.blockColumns() / 6) + column % kernel.blockColumns() / 6;
  }

  private static long pairByte(
      TlKernel kernel, int columns, int tripleColumns, int row, int column) {
    int inPairs = column - tripleColumns;
    long block = row / kernel.blockRows();
    block = block * ((columns - tripleColumns) / 32) + inPairs / 32;
    block = block * (kernel.blockRows() / BLOCK_ROWS) + row % kernel.blockRows() / BLOCK_ROWS;
    return (block * 8 + inPairs % 32 / 4) * BLOCK_ROWS + placeOf(row);
  }

  /// Where in a block the byte of a row is: the middle two groups of eight change places.
  private static int placeOf(int row) {
    int group = row % BLOCK_ROWS / 8;
    int place = group == 1 ? 2 : group == 2 ? 1 : group;
    return place * 8 + row % 8;
  }

  /// Four consecutive blocks share 16 words of signs; rows r and r + 16 share a word.
  private static long signWord(long signs, long block, int row) {
    return signs + block / 4 * BLOCK_ROWS + row % 16 * 2L;
  }

  /// The first group of the first block is in the top bit.
  private static int signBit(long block, int half, int row) {
    return 15 - ((int) (block % 4) * 4 + half * 2 + row % BLOCK_ROWS / 16);
  }
}
