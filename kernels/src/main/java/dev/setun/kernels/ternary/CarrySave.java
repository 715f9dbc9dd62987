package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.CompiledAlone;
import dev.setun.kernels.numerics.OwnLines;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Counts planes: for every bit of a vector, which is a row of a tile, how many of the planes that
/// were added have a one there, each plane at a position that says what it counts for.
///
/// The count is kept in binary, a plane a position. A full adder takes two planes and the one that
/// is kept at their position, keeps the sum and gives a carry for the next position: five logical
/// operations for as many rows as a vector has bits. Eight planes are added at a time, in a tree
/// that gives a single carry, three positions up, where it waits until there are eight (Harley and
/// Seal's way to count bits).
///
/// There are two counts: of what is to be added and of what is to be taken off. A plane and the one
/// beside it, at the index with the bit [#LANES] flipped, belong to the first and to the second.
final class CarrySave {
  /// Planes that are added at a time.
  static final int GROUP = 8;

  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final int LANES = INTS.length();

  /// Positions up to 31 and those above the last that a group writes.
  private static final int POSITIONS = Integer.SIZE + 3;

  /// Where the second count begins.
  private static final int NEGATIVE = POSITIONS * LANES;

  private static final int WAITING_AT = 2 * NEGATIVE;

  /// Both counts, then for each position the carries that wait, each a pair of planes.
  private int[] sums = new int[0];

  private final int[] waiting = OwnLines.ints(POSITIONS);
  private int[] inOrder = new int[0];
  private int mostWaiting;
  private int positions;

  /// Begins to count.
  ///
  /// @param bits positions that the larger count can reach, at most 31
  /// @param planes the most that are added to a position before [#carry]
  void start(int bits, int planes) {
    positions = bits;
    mostWaiting = planes / 4 + 2 * GROUP;
    int length = WAITING_AT + POSITIONS * mostWaiting * 2 * LANES;
    if (sums.length < length) {
      sums = OwnLines.ints(length);
    }
    if (inOrder.length < mostWaiting) {
      inOrder = new int[mostWaiting];
      Arrays.setAll(inOrder, i -> i * 2 * LANES);
    }
    Arrays.fill(sums, 0, WAITING_AT, 0);
    Arrays.fill(waiting, 0);
  }

  /// Adds planes at a position; the lower ones before.
  ///
  /// @param base where the offsets count from, a multiple of 2 LANES
  /// @param from the first offset, of a whole number of groups
  void add(int position, int[] planes, int base, int[] offsets, int from, int to) {
    int groups = (to - from) / GROUP;
    if (groups > 0) {
      addGroups(sums, position * LANES, planes, base, offsets, from, groups, carriesAt(position));
      waiting[position + 3] += groups;
    }
  }

  private int waitingAt(int position) {
    return WAITING_AT + position * mostWaiting * 2 * LANES;
  }

  private int carriesAt(int position) {
    return waitingAt(position + 3) + waiting[position + 3] * 2 * LANES;
  }

  /// Adds what waits at a position, as many whole groups as there are.
  void carry(int position) {
    int whole = waiting[position] / GROUP * GROUP;
    if (whole > 0) {
      int at = waitingAt(position);
      add(position, sums, at, inOrder, 0, whole);
      waiting[position] -= whole;
      int left = waiting[position] * 2 * LANES;
      System.arraycopy(sums, at + whole * 2 * LANES, sums, at, left);
    }
  }

  /// Adds all that still waits, then writes the difference of the two counts.
  ///
  /// @param difference 32 planes of two's complement
  void finish(int[] difference) {
    for (int position = 0; position < positions; position++) {
      int count = waiting[position];
      if (count > 0) {
        int whole = Math.ceilDiv(count, GROUP) * GROUP;
        int at = waitingAt(position);
        Arrays.fill(sums, at + count * 2 * LANES, at + whole * 2 * LANES, 0);
        waiting[position] = whole;
        carry(position);
      }
    }
    IntVector borrow = IntVector.zero(INTS);
    for (int at = 0; at < Integer.SIZE * LANES; at += LANES) {
      IntVector plus = IntVector.fromArray(INTS, sums, at);
      IntVector minus = IntVector.fromArray(INTS, sums, NEGATIVE + at);
      IntVector odd = plus.lanewise(VectorOperators.XOR, minus);
      odd.lanewise(VectorOperators.XOR, borrow).intoArray(difference, at);
      borrow = minus.and(odd).or(borrow.and(odd.not()));
    }
  }

  /// The inner loop: groups of eight planes for both counts. Written out, since C2 stops inlining
  /// methods that are not of the Vector API in bodies as long as this. C2 makes two instructions of
  /// a full adder where the machine has logic of three operands.
  @CompiledAlone
  private static void addGroups(
      int[] sums,
      int at,
      int[] planes,
      int base,
      int[] offsets,
      int from,
      int groups,
      int carriesAt) {
    IntVector onesP = IntVector.fromArray(INTS, sums, at);
    IntVector twosP = IntVector.fromArray(INTS, sums, at + LANES);
    IntVector foursP = IntVector.fromArray(INTS, sums, at + 2 * LANES);
    IntVector onesN = IntVector.fromArray(INTS, sums, at + NEGATIVE);
    IntVector twosN = IntVector.fromArray(INTS, sums, at + NEGATIVE + LANES);
    IntVector foursN = IntVector.fromArray(INTS, sums, at + NEGATIVE + 2 * LANES);
    int to = carriesAt;
    int end = from + groups * GROUP;
    for (int i = from; i < end; i += GROUP) {
      int a = base + offsets[i];
      int b = base + offsets[i + 1];
      int c = base + offsets[i + 2];
      int d = base + offsets[i + 3];
      int e = base + offsets[i + 4];
      int f = base + offsets[i + 5];
      int g = base + offsets[i + 6];
      int h = base + offsets[i + 7];
      IntVector aP = IntVector.fromArray(INTS, planes, a);
      IntVector bP = IntVector.fromArray(INTS, planes, b);
      IntVector twoP0Odd = aP.lanewise(VectorOperators.XOR, bP);
      IntVector twoP0 = aP.and(bP).or(onesP.and(twoP0Odd));
      onesP = onesP.lanewise(VectorOperators.XOR, twoP0Odd);
      IntVector cP = IntVector.fromArray(INTS, planes, c);
      IntVector dP = IntVector.fromArray(INTS, planes, d);
      IntVector twoP1Odd = cP.lanewise(VectorOperators.XOR, dP);
      IntVector twoP1 = cP.and(dP).or(onesP.and(twoP1Odd));
      onesP = onesP.lanewise(VectorOperators.XOR, twoP1Odd);
      IntVector fourP0Odd = twoP0.lanewise(VectorOperators.XOR, twoP1);
      IntVector fourP0 = twoP0.and(twoP1).or(twosP.and(fourP0Odd));
      twosP = twosP.lanewise(VectorOperators.XOR, fourP0Odd);
      IntVector eP = IntVector.fromArray(INTS, planes, e);
      IntVector fP = IntVector.fromArray(INTS, planes, f);
      IntVector twoP2Odd = eP.lanewise(VectorOperators.XOR, fP);
      IntVector twoP2 = eP.and(fP).or(onesP.and(twoP2Odd));
      onesP = onesP.lanewise(VectorOperators.XOR, twoP2Odd);
      IntVector gP = IntVector.fromArray(INTS, planes, g);
      IntVector hP = IntVector.fromArray(INTS, planes, h);
      IntVector twoP3Odd = gP.lanewise(VectorOperators.XOR, hP);
      IntVector twoP3 = gP.and(hP).or(onesP.and(twoP3Odd));
      onesP = onesP.lanewise(VectorOperators.XOR, twoP3Odd);
      IntVector fourP1Odd = twoP2.lanewise(VectorOperators.XOR, twoP3);
      IntVector fourP1 = twoP2.and(twoP3).or(twosP.and(fourP1Odd));
      twosP = twosP.lanewise(VectorOperators.XOR, fourP1Odd);
      IntVector eightPOdd = fourP0.lanewise(VectorOperators.XOR, fourP1);
      IntVector eightP = fourP0.and(fourP1).or(foursP.and(eightPOdd));
      foursP = foursP.lanewise(VectorOperators.XOR, eightPOdd);
      eightP.intoArray(sums, to);
      IntVector aN = IntVector.fromArray(INTS, planes, a ^ LANES);
      IntVector bN = IntVector.fromArray(INTS, planes, b ^ LANES);
      IntVector twoN0Odd = aN.lanewise(VectorOperators.XOR, bN);
      IntVector twoN0 = aN.and(bN).or(onesN.and(twoN0Odd));
      onesN = onesN.lanewise(VectorOperators.XOR, twoN0Odd);
      IntVector cN = IntVector.fromArray(INTS, planes, c ^ LANES);
      IntVector dN = IntVector.fromArray(INTS, planes, d ^ LANES);
      IntVector twoN1Odd = cN.lanewise(VectorOperators.XOR, dN);
      IntVector twoN1 = cN.and(dN).or(onesN.and(twoN1Odd));
      onesN = onesN.lanewise(VectorOperators.XOR, twoN1Odd);
      IntVector fourN0Odd = twoN0.lanewise(VectorOperators.XOR, twoN1);
      IntVector fourN0 = twoN0.and(twoN1).or(twosN.and(fourN0Odd));
      twosN = twosN.lanewise(VectorOperators.XOR, fourN0Odd);
      IntVector eN = IntVector.fromArray(INTS, planes, e ^ LANES);
      IntVector fN = IntVector.fromArray(INTS, planes, f ^ LANES);
      IntVector twoN2Odd = eN.lanewise(VectorOperators.XOR, fN);
      IntVector twoN2 = eN.and(fN).or(onesN.and(twoN2Odd));
      onesN = onesN.lanewise(VectorOperators.XOR, twoN2Odd);
      IntVector gN = IntVector.fromArray(INTS, planes, g ^ LANES);
      IntVector hN = IntVector.fromArray(INTS, planes, h ^ LANES);
      IntVector twoN3Odd = gN.lanewise(VectorOperators.XOR, hN);
      IntVector twoN3 = gN.and(hN).or(onesN.and(twoN3Odd));
      onesN = onesN.lanewise(VectorOperators.XOR, twoN3Odd);
      IntVector fourN1Odd = twoN2.lanewise(VectorOperators.XOR, twoN3);
      IntVector fourN1 = twoN2.and(twoN3).or(twosN.and(fourN1Odd));
      twosN = twosN.lanewise(VectorOperators.XOR, fourN1Odd);
      IntVector eightNOdd = fourN0.lanewise(VectorOperators.XOR, fourN1);
      IntVector eightN = fourN0.and(fourN1).or(foursN.and(eightNOdd));
      foursN = foursN.lanewise(VectorOperators.XOR, eightNOdd);
      eightN.intoArray(sums, to + LANES);
      to += 2 * LANES;
    }
    onesP.intoArray(sums, at);
    twosP.intoArray(sums, at + LANES);
    foursP.intoArray(sums, at + 2 * LANES);
    onesN.intoArray(sums, at + NEGATIVE);
    twosN.intoArray(sums, at + NEGATIVE + LANES);
    foursN.intoArray(sums, at + NEGATIVE + 2 * LANES);
  }
}
