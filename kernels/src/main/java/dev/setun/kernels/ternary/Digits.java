package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.OwnLines;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The activations of one token as lists of planes to be added.
///
/// An activation is written with the digits -1, 0 and +1, no two neighbours other than 0 (the
/// non-adjacent form): at most four digits, 2.7 on average over all int8, none for a zero. For each
/// chunk and each position 0 to 7 of a digit there is a list of the columns with a digit there, as
/// offsets into the chunk of [BitPlanes]: that of the plane to be counted as positive, which is
/// that of +1 where the digit is +1 and that of -1 where it is -1. The other plane of the column is
/// at the offset with the bit `lanes` flipped. Lists are filled up with the column of zeros to a
/// multiple of [CarrySave#GROUP].
final class Digits {
  /// Positions of digits: 127 is 128 - 1.
  static final int POSITIONS = 8;

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();

  /// Ints of a line of a cache.
  private static final int LINE = 16;

  /// Vectors of 128 bits belong to machines where picking lanes is not an instruction.
  private static final boolean COMPRESS = LANES >= 8;

  private int[] offsets = new int[0];
  private int[] starts = new int[0];

  private int[] plus = new int[0];
  private int[] minus = new int[0];
  private int nonzero;

  /// Makes the lists of one token.
  ///
  /// @param activations int8, those of the token from `from` on
  void make(byte[] activations, int from, BitPlanes planes) {
    reserve(planes);
    int to = 0;
    nonzero = 0;
    for (int chunk = 0; chunk < planes.chunks(); chunk++) {
      int columns = planes.columnsOf(chunk);
      split(activations, from + planes.firstColumn(chunk), columns);
      for (int position = 0; position < POSITIONS; position++) {
        starts[chunk * POSITIONS + position] = to;
        to = COMPRESS ? pickVectors(position, columns, to) : pick(position, columns, to);
        int end = Math.ceilDiv(to, CarrySave.GROUP) * CarrySave.GROUP;
        Arrays.fill(offsets, to, end, columns * 2 * LANES);
        to = end;
      }
    }
    starts[planes.chunks() * POSITIONS] = to;
  }

  private void reserve(BitPlanes planes) {
    int lists = planes.chunks() * POSITIONS;
    int most = POSITIONS / 2 * planes.columns() + lists * CarrySave.GROUP + LANES;
    if (offsets.length < most) {
      offsets = OwnLines.ints(most);
    }
    if (starts.length < lists + 1) {
      starts = OwnLines.ints(lists + 1);
    }
    int padded = Math.ceilDiv(planes.longestChunk(), LANES) * LANES;
    if (plus.length < padded) {
      plus = OwnLines.ints(padded);
      minus = OwnLines.ints(padded);
    }
  }

  /// Writes the digits of a chunk as bits; those after its end are 0.
  private void split(byte[] activations, int from, int columns) {
    int count = nonzero;
    for (int k = 0; k < columns; k++) {
      int x = activations[from + k];
      int half = x >> 1;
      int sum = x + half;
      int digits = half ^ sum;
      plus[k] = sum & digits;
      minus[k] = half & digits;
      count += x == 0 ? 0 : 1;
    }
    nonzero = count;
    int padded = Math.ceilDiv(columns, LANES) * LANES;
    Arrays.fill(plus, columns, padded, 0);
    Arrays.fill(minus, columns, padded, 0);
  }

  private int pickVectors(int position, int columns, int at) {
    IntVector offset = IntVector.zero(INTS).addIndex(1).mul(2 * LANES);
    int to = at;
    for (int k = 0; k < columns; k += LANES) {
      IntVector negative = IntVector.fromArray(INTS, minus, k);
      IntVector any = IntVector.fromArray(INTS, plus, k).or(negative);
      VectorMask<Integer> digit = any.and(1 << position).compare(VectorOperators.NE, 0);
      IntVector other = negative.lanewise(VectorOperators.LSHR, position).and(1).mul(LANES);
      offset.add(other).compress(digit).intoArray(offsets, to);
      to += digit.trueCount();
      offset = offset.add(2 * LANES * LANES);
    }
    return to;
  }

  private int pick(int position, int columns, int at) {
    int to = at;
    for (int k = 0; k < columns; k++) {
      int negative = minus[k] >> position & 1;
      offsets[to] = (2 * k + negative) * LANES;
      to += (plus[k] >> position & 1) | negative;
    }
    return to;
  }

  /// Reads a part of the weights of the next chunk in order, while this one is multiplied: the
  /// lists go through them in leaps, which the machine does not foresee, and would wait for each
  /// column.
  ///
  /// @param at where the next chunk begins
  /// @return anything, lest the reading be left out
  static int touch(int[] packed, int at, int length, int position) {
    int from = at + length / POSITIONS * position;
    int end = Math.min(packed.length, from + length / POSITIONS);
    int sum = 0;
    for (int i = from; i < end; i += LINE) {
      sum += packed[i];
    }
    return sum;
  }

  /// All lists, one after the other.
  int[] offsets() {
    return offsets;
  }

  /// Where a list begins; it ends where the next begins, that of the next chunk after the last of a
  /// chunk.
  int start(int chunk, int position) {
    return starts[chunk * POSITIONS + position];
  }

  /// Activations that are not 0.
  int nonzero() {
    return nonzero;
  }
}
