package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.CompiledAlone;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of [TokenLinear]: tokens in the lanes, four weights a lookup.
///
/// Four ternary weights of a row are one of 81 *patterns*. For four activations of as many tokens
/// as there are lanes a table holds, for each pattern, the vector of what it adds to each token. A
/// row then loads the vector of its pattern and adds it: a load and an addition do four
/// multiply-accumulates in every lane, and nothing is shuffled, so that any machine with vectors
/// can do it. A table serves all rows. Several vectors of tokens lie side by side in an entry,
/// since finding a pattern costs as much as a lookup.
///
/// A pattern's number is f0 + 3 f1 + 9 f2 + 27 f3 with f = w + 1. An entry lies in -512..512, so
/// [#SAFE_LOOKUPS] of them fit 16 bits.
final class TokenTables {
  static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  static final int LANES = SHORTS.length();

  /// Weights of a pattern.
  static final int WEIGHTS = 4;

  /// Vectors of tokens in an entry at most.
  static final int MOST_VECTORS = 4;

  static final int SAFE_LOOKUPS = Short.MAX_VALUE / (WEIGHTS * 128);

  private static final int PATTERNS = 81;
  private static final short LOW_OF_PAIRS = 0x3333;
  private static final short LOW_OF_BYTES = 0x0f0f;
  private static final short BYTE = 0xff;

  private TokenTables() {}

  /// Shorts of one table.
  static int tableLength(int width) {
    return PATTERNS * width;
  }

  /// Writes the table of four activations.
  ///
  /// @param inputs tokens of activation 0, then of 1, 2 and 3, `width` each, from `from` on
  /// @param width tokens, a multiple of the lanes
  static void write(short[] inputs, int from, int width, short[] tables, int at) {
    for (int i = 0; i < width; i += LANES) {
      ShortVector x0 = ShortVector.fromArray(SHORTS, inputs, from + i);
      ShortVector x1 = ShortVector.fromArray(SHORTS, inputs, from + width + i);
      ShortVector sum = x0.add(x1);
      sum = sum.add(ShortVector.fromArray(SHORTS, inputs, from + 2 * width + i));
      sum = sum.add(ShortVector.fromArray(SHORTS, inputs, from + 3 * width + i));
      sum.neg().intoArray(tables, at + i);
    }
    int known = 1;
    for (int weight = 0; weight < WEIGHTS; weight++) {
      int input = from + weight * width;
      extend(inputs, input, width, tables, at, known * width);
      known *= 3;
    }
  }

  /// From the entries for a weight of -1 those for 0 and +1.
  private static void extend(
      short[] inputs, int from, int width, short[] tables, int at, int length) {
    for (int lane = 0; lane < width; lane += LANES) {
      ShortVector x = ShortVector.fromArray(SHORTS, inputs, from + lane);
      for (int i = at + lane; i < at + length; i += width) {
        ShortVector zero = ShortVector.fromArray(SHORTS, tables, i).add(x);
        zero.intoArray(tables, i + length);
        zero.add(x).intoArray(tables, i + 2 * length);
      }
    }
  }

  /// Where in a table the entries of the patterns of words of eight fields are.
  ///
  /// @param packed `words * rows` of them from `at` on, fields w + 1 of two bits
  /// @param shift log2 of the tokens of an entry
  /// @param offsets for each word those of its low patterns, then of its high ones
  static void offsets(short[] packed, int at, int words, int rows, int shift, short[] offsets) {
    for (int word = 0; word < words; word++) {
      int into = word * 2 * rows;
      for (int i = 0; i < rows; i += LANES) {
        ShortVector fields = ShortVector.fromArray(SHORTS, packed, at + word * rows + i);
        ShortVector high = fields.lanewise(VectorOperators.LSHR, 2).and(LOW_OF_PAIRS);
        ShortVector pairs = fields.sub(high);
        high = pairs.lanewise(VectorOperators.LSHR, 4).and(LOW_OF_BYTES);
        ShortVector patterns = pairs.sub(high.lanewise(VectorOperators.LSHL, 3).sub(high));
        patterns.and(BYTE).lanewise(VectorOperators.LSHL, shift).intoArray(offsets, into + i);
        patterns
            .lanewise(VectorOperators.LSHR, 8)
            .lanewise(VectorOperators.LSHL, shift)
            .intoArray(offsets, into + rows + i);
      }
    }
  }

  /// Adds the entries of one tile's patterns to its sums. What is stored is the result of an
  /// addition and not of a loop, of whose type C2 is less sure: it would allocate it. For the same
  /// reason each method has more than the 325 bytecodes that C2 inlines: as parts of long bodies
  /// these loops were sometimes compiled with an allocation in each round, 20 times slower.
  ///
  /// @param lookups patterns of a row
  /// @param vectors of tokens: 1, 2 or 4
  /// @param sums a row after the other in the order of the lanes, from `sumsAt` on
  static void add(
      short[] tables,
      short[] offsets,
      int lookups,
      int rows,
      int vectors,
      short[] sums,
      int sumsAt) {
    switch (vectors) {
      case 1 -> addOne(tables, offsets, lookups, rows, sums, sumsAt);
      case 2 -> addTwo(tables, offsets, lookups, rows, sums, sumsAt);
      default -> addFour(tables, offsets, lookups, rows, sums, sumsAt);
    }
  }

  @CompiledAlone
  private static void addOne(
      short[] tables, short[] offsets, int lookups, int rows, short[] sums, int sumsAt) {
    if (lookups < 1 || rows % 4 != 0) {
      throw new IllegalArgumentException("expected lookups, found " + lookups + " of " + rows);
    }
    for (int row = 0; row < rows; row += 4) {
      int at = sumsAt + row * LANES;
      ShortVector a = ShortVector.zero(SHORTS);
      ShortVector b = ShortVector.zero(SHORTS);
      ShortVector c = ShortVector.zero(SHORTS);
      ShortVector d = ShortVector.zero(SHORTS);
      int table = 0;
      int offset = row;
      for (int i = 0; i < lookups; i++) {
        a = a.add(ShortVector.fromArray(SHORTS, tables, table + offsets[offset]));
        b = b.add(ShortVector.fromArray(SHORTS, tables, table + offsets[offset + 1]));
        c = c.add(ShortVector.fromArray(SHORTS, tables, table + offsets[offset + 2]));
        d = d.add(ShortVector.fromArray(SHORTS, tables, table + offsets[offset + 3]));
        table += PATTERNS * LANES;
        offset += rows;
      }
      a.add(ShortVector.fromArray(SHORTS, sums, at)).intoArray(sums, at);
      b.add(ShortVector.fromArray(SHORTS, sums, at + LANES)).intoArray(sums, at + LANES);
      c.add(ShortVector.fromArray(SHORTS, sums, at + 2 * LANES)).intoArray(sums, at + 2 * LANES);
      d.add(ShortVector.fromArray(SHORTS, sums, at + 3 * LANES)).intoArray(sums, at + 3 * LANES);
    }
  }

  @CompiledAlone
  private static void addTwo(
      short[] tables, short[] offsets, int lookups, int rows, short[] sums, int sumsAt) {
    if (lookups < 1 || rows % 4 != 0) {
      throw new IllegalArgumentException("expected lookups, found " + lookups + " of " + rows);
    }
    for (int row = 0; row < rows; row += 2) {
      int at = sumsAt + row * 2 * LANES;
      ShortVector a = ShortVector.zero(SHORTS);
      ShortVector b = ShortVector.zero(SHORTS);
      ShortVector c = ShortVector.zero(SHORTS);
      ShortVector d = ShortVector.zero(SHORTS);
      int table = 0;
      int offset = row;
      for (int i = 0; i < lookups; i++) {
        int entry = table + offsets[offset];
        a = a.add(ShortVector.fromArray(SHORTS, tables, entry));
        b = b.add(ShortVector.fromArray(SHORTS, tables, entry + LANES));
        entry = table + offsets[offset + 1];
        c = c.add(ShortVector.fromArray(SHORTS, tables, entry));
        d = d.add(ShortVector.fromArray(SHORTS, tables, entry + LANES));
        table += PATTERNS * 2 * LANES;
        offset += rows;
      }
      a.add(ShortVector.fromArray(SHORTS, sums, at)).intoArray(sums, at);
      b.add(ShortVector.fromArray(SHORTS, sums, at + LANES)).intoArray(sums, at + LANES);
      c.add(ShortVector.fromArray(SHORTS, sums, at + 2 * LANES)).intoArray(sums, at + 2 * LANES);
      d.add(ShortVector.fromArray(SHORTS, sums, at + 3 * LANES)).intoArray(sums, at + 3 * LANES);
    }
  }

  @CompiledAlone
  private static void addFour(
      short[] tables, short[] offsets, int lookups, int rows, short[] sums, int sumsAt) {
    if (lookups < 1 || rows % 4 != 0) {
      throw new IllegalArgumentException("expected lookups, found " + lookups + " of " + rows);
    }
    for (int row = 0; row < rows; row++) {
      int at = sumsAt + row * 4 * LANES;
      ShortVector a = ShortVector.zero(SHORTS);
      ShortVector b = ShortVector.zero(SHORTS);
      ShortVector c = ShortVector.zero(SHORTS);
      ShortVector d = ShortVector.zero(SHORTS);
      int table = 0;
      int offset = row;
      for (int i = 0; i < lookups; i++) {
        int entry = table + offsets[offset];
        a = a.add(ShortVector.fromArray(SHORTS, tables, entry));
        b = b.add(ShortVector.fromArray(SHORTS, tables, entry + LANES));
        c = c.add(ShortVector.fromArray(SHORTS, tables, entry + 2 * LANES));
        d = d.add(ShortVector.fromArray(SHORTS, tables, entry + 3 * LANES));
        table += PATTERNS * 4 * LANES;
        offset += rows;
      }
      a.add(ShortVector.fromArray(SHORTS, sums, at)).intoArray(sums, at);
      b.add(ShortVector.fromArray(SHORTS, sums, at + LANES)).intoArray(sums, at + LANES);
      c.add(ShortVector.fromArray(SHORTS, sums, at + 2 * LANES)).intoArray(sums, at + 2 * LANES);
      d.add(ShortVector.fromArray(SHORTS, sums, at + 3 * LANES)).intoArray(sums, at + 3 * LANES);
    }
  }
}
