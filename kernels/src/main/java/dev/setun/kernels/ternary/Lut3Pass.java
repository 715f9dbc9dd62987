package dev.setun.kernels.ternary;

import static dev.setun.kernels.ternary.Lut3.LANES;
import static dev.setun.kernels.ternary.Lut3.ONE;
import static dev.setun.kernels.ternary.Lut3.ROWS;
import static dev.setun.kernels.ternary.Lut3.SHORTS;
import static dev.setun.kernels.ternary.Lut3.TABLE;

import dev.setun.kernels.numerics.CompiledAlone;
import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// LUT3 for four tokens: the lookups of one pass for a tile of four vectors of rows (a to d) and
/// four tokens (0 to 3).
///
/// Sixteen sums and one level of loop are what C2 keeps in the 32 registers of AVX-512; an index
/// vector serves four lookups and so does a table. Between passes the sums wait in scratch, token
/// by token.
final class Lut3Pass {
  private static final int GROUP = 4;

  private Lut3Pass() {}

  static void clear(short[] sums) {
    Arrays.fill(sums, 0, GROUP * ROWS, (short) 0);
  }

  /// @param words of the chunk
  /// @param tablesAt where the tables of the pass begin: for each word one of each token
  @CompiledAlone
  static void add(
      short[] tables,
      int tablesAt,
      int pass,
      short[] packed,
      int packedAt,
      int words,
      short[] sums) {
    ShortVector a0 = ShortVector.fromArray(SHORTS, sums, 0);
    ShortVector b0 = ShortVector.fromArray(SHORTS, sums, LANES);
    ShortVector c0 = ShortVector.fromArray(SHORTS, sums, 2 * LANES);
    ShortVector d0 = ShortVector.fromArray(SHORTS, sums, 3 * LANES);
    ShortVector a1 = ShortVector.fromArray(SHORTS, sums, ROWS);
    ShortVector b1 = ShortVector.fromArray(SHORTS, sums, ROWS + LANES);
    ShortVector c1 = ShortVector.fromArray(SHORTS, sums, ROWS + 2 * LANES);
    ShortVector d1 = ShortVector.fromArray(SHORTS, sums, ROWS + 3 * LANES);
    ShortVector a2 = ShortVector.fromArray(SHORTS, sums, 2 * ROWS);
    ShortVector b2 = ShortVector.fromArray(SHORTS, sums, 2 * ROWS + LANES);
    ShortVector c2 = ShortVector.fromArray(SHORTS, sums, 2 * ROWS + 2 * LANES);
    ShortVector d2 = ShortVector.fromArray(SHORTS, sums, 2 * ROWS + 3 * LANES);
    ShortVector a3 = ShortVector.fromArray(SHORTS, sums, 3 * ROWS);
    ShortVector b3 = ShortVector.fromArray(SHORTS, sums, 3 * ROWS + LANES);
    ShortVector c3 = ShortVector.fromArray(SHORTS, sums, 3 * ROWS + 2 * LANES);
    ShortVector d3 = ShortVector.fromArray(SHORTS, sums, 3 * ROWS + 3 * LANES);
    short shift = (short) (pass * Lut3.INDEX_BITS);
    int at = packedAt;
    int tableAt = tablesAt;
    for (int word = 0; word < words; word++) {
      ShortVector a =
          ShortVector.fromArray(SHORTS, packed, at).lanewise(VectorOperators.LSHR, shift);
      ShortVector b =
          ShortVector.fromArray(SHORTS, packed, at + LANES).lanewise(VectorOperators.LSHR, shift);
      ShortVector c =
          ShortVector.fromArray(SHORTS, packed, at + 2 * LANES)
              .lanewise(VectorOperators.LSHR, shift);
      ShortVector d =
          ShortVector.fromArray(SHORTS, packed, at + 3 * LANES)
              .lanewise(VectorOperators.LSHR, shift);
      ShortVector low = ShortVector.fromArray(SHORTS, tables, tableAt);
      ShortVector high = ONE ? low : ShortVector.fromArray(SHORTS, tables, tableAt + LANES);
      a0 = a0.add(ONE ? a.selectFrom(low) : a.selectFrom(low, high));
      b0 = b0.add(ONE ? b.selectFrom(low) : b.selectFrom(low, high));
      c0 = c0.add(ONE ? c.selectFrom(low) : c.selectFrom(low, high));
      d0 = d0.add(ONE ? d.selectFrom(low) : d.selectFrom(low, high));
      low = ShortVector.fromArray(SHORTS, tables, tableAt + TABLE);
      high = ONE ? low : ShortVector.fromArray(SHORTS, tables, tableAt + TABLE + LANES);
      a1 = a1.add(ONE ? a.selectFrom(low) : a.selectFrom(low, high));
      b1 = b1.add(ONE ? b.selectFrom(low) : b.selectFrom(low, high));
      c1 = c1.add(ONE ? c.selectFrom(low) : c.selectFrom(low, high));
      d1 = d1.add(ONE ? d.selectFrom(low) : d.selectFrom(low, high));
      low = ShortVector.fromArray(SHORTS, tables, tableAt + 2 * TABLE);
      high = ONE ? low : ShortVector.fromArray(SHORTS, tables, tableAt + 2 * TABLE + LANES);
      a2 = a2.add(ONE ? a.selectFrom(low) : a.selectFrom(low, high));
      b2 = b2.add(ONE ? b.selectFrom(low) : b.selectFrom(low, high));
      c2 = c2.add(ONE ? c.selectFrom(low) : c.selectFrom(low, high));
      d2 = d2.add(ONE ? d.selectFrom(low) : d.selectFrom(low, high));
      low = ShortVector.fromArray(SHORTS, tables, tableAt + 3 * TABLE);
      high = ONE ? low : ShortVector.fromArray(SHORTS, tables, tableAt + 3 * TABLE + LANES);
      a3 = a3.add(ONE ? a.selectFrom(low) : a.selectFrom(low, high));
      b3 = b3.add(ONE ? b.selectFrom(low) : b.selectFrom(low, high));
      c3 = c3.add(ONE ? c.selectFrom(low) : c.selectFrom(low, high));
      d3 = d3.add(ONE ? d.selectFrom(low) : d.selectFrom(low, high));
      at += ROWS;
      tableAt += GROUP * TABLE;
    }
    a0.intoArray(sums, 0);
    b0.intoArray(sums, LANES);
    c0.intoArray(sums, 2 * LANES);
    d0.intoArray(sums, 3 * LANES);
    a1.intoArray(sums, ROWS);
    b1.intoArray(sums, ROWS + LANES);
    c1.intoArray(sums, ROWS + 2 * LANES);
    d1.intoArray(sums, ROWS + 3 * LANES);
    a2.intoArray(sums, 2 * ROWS);
    b2.intoArray(sums, 2 * ROWS + LANES);
    c2.intoArray(sums, 2 * ROWS + 2 * LANES);
    d2.intoArray(sums, 2 * ROWS + 3 * LANES);
    a3.intoArray(sums, 3 * ROWS);
    b3.intoArray(sums, 3 * ROWS + LANES);
    c3.intoArray(sums, 3 * ROWS + 2 * LANES);
    d3.intoArray(sums, 3 * ROWS + 3 * LANES);
  }

  /// Adds the 16-bit sums of the four tokens to the 32-bit ones.
  static void widen(short[] part, int[] sums, int sumsAt, int sumsStride) {
    for (int token = 0; token < GROUP; token++) {
      int into = sumsAt + token * sumsStride;
      Sums.addVectors(part, token * ROWS, PackedWeights.VECTORS_PER_TILE, sums, into);
    }
  }
}
