package dev.setun.kernels.head;

import dev.setun.kernels.numerics.CompiledAlone;
import dev.setun.kernels.numerics.Stripes;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The dots of a quad ([QuadLayout]) with a vector, those of the canonical profile: sixteen sums of
/// each row, in the order of K. Value = scale * code, which is exact: 11 bits of d by 7 of a scale
/// by 5 of a code are 23.
///
/// With eight lanes a quad is passed twice, once for each half of its sums. A unit of Q6_K is
/// unpacked to a buffer just before it is multiplied: one is done while the other waits for memory.
/// The loops are written out: C2 stops inlining methods that are not of the Vector API in long
/// bodies, and what such methods take and return is then allocated.
///
/// For one thread.
final class Quads {
  private static final int ROWS = QuadLayout.ROWS;
  private static final int GROUP = QuadLayout.GROUP;
  private static final int PIECE = QuadLayout.PIECE;

  /// Elements before and behind what a thread writes, for the reason of
  /// [dev.setun.kernels.numerics.OwnLines]; here objects before an array were noticed too.
  private static final int PAD = 128;

  private static final int BLOCK = QuadLayout.EIGHT_BLOCK;

  private static final int CODE = 0xfcfcfcfc;
  private static final int HIGH = 0xc0c0c0c0;
  private static final int MIDDLE = 0x30303030;
  private static final int LOW = 0x0c0c0c0c;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final boolean WIDE = LANES == 8 || LANES == 16;
  private static final VectorSpecies<Byte> CODES =
      WIDE
          ? VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE))
          : ByteVector.SPECIES_64;

  private final QuadLayout layout;
  private final int columns;
  private final float[] scales;
  private final byte[] codes;
  private final float[] stripes = new float[2 * PAD + ROWS * GROUP];

  Quads(QuadLayout layout, int columns) {
    this.layout = layout;
    this.columns = columns;
    boolean six = layout == QuadLayout.SIX;
    int scalesOfRow = six ? QuadLayout.SIX_COLUMNS / GROUP : columns / BLOCK;
    this.scales = new float[2 * PAD + ROWS * scalesOfRow];
    this.codes = new byte[2 * PAD + (six ? ROWS * QuadLayout.SIX_COLUMNS : 0)];
  }

  /// Whether this machine has vectors for them.
  static boolean runsHere() {
    return WIDE;
  }

  /// The dots of a quad.
  ///
  /// @param from where it begins in `packed`
  void take(byte[] packed, int from, float[] x, int xFrom) {
    switch (layout) {
      case EIGHT -> {
        halves(packed, from, scales, ROWS * columns / BLOCK);
        int codesAt = from + QuadLayout.eightCodesAt(columns);
        for (int lane = 0; lane < GROUP; lane += LANES) {
          eight(packed, codesAt + lane, columns, x, xFrom + lane, scales, stripes, PAD + lane);
        }
      }
      case SIX -> {
        for (int lane = 0; lane < GROUP; lane += LANES) {
          six(packed, from, columns, x, xFrom + lane, scales, codes, stripes, lane);
        }
      }
    }
  }

  /// The dot of one of the rows of the quad that was taken.
  float dot(int row) {
    return Stripes.joined(stripes, PAD + row * GROUP);
  }

  /// Scales of binary16, infinite ones too.
  private static void halves(byte[] packed, int from, float[] scales, int count) {
    for (int i = 0; i < count; i++) {
      scales[PAD + i] =
          Float.float16ToFloat((short) QuadLayout.SHORT.get(packed, from + Short.BYTES * i));
    }
  }

  @CompiledAlone
  private static void eight(
      byte[] packed,
      int from,
      int columns,
      float[] x,
      int xFrom,
      float[] scales,
      float[] stripes,
      int into) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    int at = from;
    int scale = PAD;
    for (int column = xFrom; column < xFrom + columns; column += BLOCK) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, column);
      a =
          ((FloatVector)
                  ByteVector.fromArray(CODES, packed, at)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[scale])
              .fma(v, a);
      b =
          ((FloatVector)
                  ByteVector.fromArray(CODES, packed, at + GROUP)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[scale + 1])
              .fma(v, b);
      c =
          ((FloatVector)
                  ByteVector.fromArray(CODES, packed, at + 2 * GROUP)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[scale + 2])
              .fma(v, c);
      d =
          ((FloatVector)
                  ByteVector.fromArray(CODES, packed, at + 3 * GROUP)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[scale + 3])
              .fma(v, d);
      v = FloatVector.fromArray(FLOATS, x, column + GROUP);
      a =
          ((FloatVector)
                  ByteVector.fromArray(CODES, packed, at + 4 * GROUP)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[scale])
              .fma(v, a);
      b =
          ((FloatVector)
                  ByteVector.fromArray(CODES, packed, at + 5 * GROUP)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[scale + 1])
              .fma(v, b);
      c =
          ((FloatVector)
                  ByteVector.fromArray(CODES, packed, at + 6 * GROUP)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[scale + 2])
              .fma(v, c);
      d =
          ((FloatVector)
                  ByteVector.fromArray(CODES, packed, at + 7 * GROUP)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[scale + 3])
              .fma(v, d);
      at += 2 * PIECE;
      scale += ROWS;
    }
    a.intoArray(stripes, into);
    b.intoArray(stripes, GROUP + into);
    c.intoArray(stripes, 2 * GROUP + into);
    d.intoArray(stripes, 3 * GROUP + into);
  }

  @CompiledAlone
  private static void six(
      byte[] packed,
      int from,
      int columns,
      float[] x,
      int xFrom,
      float[] scales,
      byte[] codes,
      float[] stripes,
      int lane) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    int unit = from;
    for (int column = 0; column < columns; column += QuadLayout.SIX_COLUMNS) {
      // d * scale, both exact.
      for (int i = 0; i < ROWS * GROUP; i += LANES) {
        ((FloatVector)
                ByteVector.fromArray(CODES, packed, unit + QuadLayout.SIX_SCALES + i)
                    .convertShape(VectorOperators.B2I, INTS, 0)
                    .convert(VectorOperators.I2F, 0))
            .mul((float) QuadLayout.FLOAT.get(packed, unit + i / GROUP * Float.BYTES))
            .intoArray(scales, PAD + i);
      }
      // Ints are shifted, since there is no shift of bytes; the masks take away what comes from the
      // neighbour.
      int word = unit + QuadLayout.SIX_CODES;
      for (int piece = 0; piece < ROWS * QuadLayout.SIX_COLUMNS; piece += 4 * PIECE) {
        for (int i = 0; i < PIECE; i += BYTES.length()) {
          IntVector first = ByteVector.fromArray(BYTES, packed, word + i).reinterpretAsInts();
          IntVector second =
              ByteVector.fromArray(BYTES, packed, word + PIECE + i).reinterpretAsInts();
          IntVector third =
              ByteVector.fromArray(BYTES, packed, word + 2 * PIECE + i).reinterpretAsInts();
          first.and(CODE).reinterpretAsBytes().intoArray(codes, PAD + piece + i);
          second.and(CODE).reinterpretAsBytes().intoArray(codes, PAD + piece + PIECE + i);
          third.and(CODE).reinterpretAsBytes().intoArray(codes, PAD + piece + 2 * PIECE + i);
          first
              .lanewise(VectorOperators.LSHL, 6)
              .and(HIGH)
              .or(second.lanewise(VectorOperators.LSHL, 4).and(MIDDLE))
              .or(third.lanewise(VectorOperators.LSHL, 2).and(LOW))
              .reinterpretAsBytes()
              .intoArray(codes, PAD + piece + 3 * PIECE + i);
        }
        word += 3 * PIECE;
      }
      int at = PAD + lane;
      for (int group = 0; group < GROUP; group++) {
        FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + column + group * GROUP);
        int scale = PAD + group;
        a =
            ((FloatVector)
                    ByteVector.fromArray(CODES, codes, at)
                        .convertShape(VectorOperators.B2I, INTS, 0)
                        .convert(VectorOperators.I2F, 0))
                .mul(scales[scale])
                .fma(v, a);
        b =
            ((FloatVector)
                    ByteVector.fromArray(CODES, codes, at + GROUP)
                        .convertShape(VectorOperators.B2I, INTS, 0)
                        .convert(VectorOperators.I2F, 0))
                .mul(scales[scale + GROUP])
                .fma(v, b);
        c =
            ((FloatVector)
                    ByteVector.fromArray(CODES, codes, at + 2 * GROUP)
                        .convertShape(VectorOperators.B2I, INTS, 0)
                        .convert(VectorOperators.I2F, 0))
                .mul(scales[scale + 2 * GROUP])
                .fma(v, c);
        d =
            ((FloatVector)
                    ByteVector.fromArray(CODES, codes, at + 3 * GROUP)
                        .convertShape(VectorOperators.B2I, INTS, 0)
                        .convert(VectorOperators.I2F, 0))
                .mul(scales[scale + 3 * GROUP])
                .fma(v, d);
        at += PIECE;
      }
      unit += QuadLayout.SIX_BYTES;
    }
    a.intoArray(stripes, PAD + lane);
    b.intoArray(stripes, PAD + GROUP + lane);
    c.intoArray(stripes, PAD + 2 * GROUP + lane);
    d.intoArray(stripes, PAD + 3 * GROUP + lane);
  }
}
