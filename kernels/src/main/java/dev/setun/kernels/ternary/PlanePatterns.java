package dev.setun.kernels.ternary;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// The patterns of [BitPlanes]. The eight planes of four columns, made the two bits of w + 1 each
/// and transposed in squares of 8 x 8 bits, are for each row a byte of four fields, as in the words
/// of [UnpackMultiply].
record PlanePatterns(BitPlanes planes, int[] places) implements Patterns {
  private static final int LANES = CarrySave.LANES;

  static PlanePatterns of(BitPlanes planes) {
    int[] places = new int[planes.rowsPerTile()];
    Arrays.setAll(places, PlanePatterns::place);
    return new PlanePatterns(planes, places);
  }

  /// Row r is bit r / lanes of lane r mod lanes. Byte b of that lane becomes byte b mod 2 of a
  /// 16-bit lane, bit j of the byte vector j; the offsets of low bytes come before those of high
  /// ones.
  private static int place(int row) {
    int bit = row / LANES;
    int shortLane = row % LANES * 2 + (bit >> 4);
    int high = bit >> 3 & 1;
    return (high * Byte.SIZE + (bit & 7)) * TokenTables.LANES + shortLane;
  }

  @Override
  public int rowsPerTile() {
    return planes.rowsPerTile();
  }

  @Override
  public int chunks() {
    return planes.chunks();
  }

  @Override
  public int firstColumn(int chunk) {
    return planes.firstColumn(chunk);
  }

  @Override
  public int count(int chunk) {
    return Math.ceilDiv(planes.columnsOf(chunk), 2 * TokenTables.WEIGHTS) * 2;
  }

  @Override
  public void offsets(int chunk, int from, int count, int tile, int shift, TokenScratch scratch) {
    int[] packed = planes.packed();
    int start = planes.start(tile, chunk);
    int columns = planes.columnsOf(chunk);
    int vectors = Byte.SIZE * TokenTables.LANES;
    for (int i = 0; i < count; i++) {
      int first = (from + i) * TokenTables.WEIGHTS;
      for (int weight = 0; weight < TokenTables.WEIGHTS; weight++) {
        // After the columns of a chunk comes one of zeros.
        int column = Math.min(first + weight, columns);
        fields(packed, start + column * 2 * LANES, scratch.planes, weight * 2 * LANES);
      }
      BitTranspose.runBytes(scratch.planes);
      copy(scratch.planes, scratch.fields, i * vectors);
    }
    TokenTables.offsets(scratch.fields, 0, count, vectors, shift, scratch.offsets);
  }

  /// The low and the high bit of w + 1 of all rows of a column.
  private static void fields(int[] packed, int at, int[] into, int intoAt) {
    IntVector plus = IntVector.fromArray(CarrySave.INTS, packed, at);
    IntVector minus = IntVector.fromArray(CarrySave.INTS, packed, at + LANES);
    plus.or(minus).lanewise(VectorOperators.NOT).intoArray(into, intoAt);
    plus.intoArray(into, intoAt + LANES);
  }

  private static void copy(int[] bytes, short[] fields, int at) {
    for (int i = 0; i < Byte.SIZE; i++) {
      IntVector.fromArray(CarrySave.INTS, bytes, i * LANES)
          .reinterpretAsShorts()
          .intoArray(fields, at + i * TokenTables.LANES);
    }
  }
}
