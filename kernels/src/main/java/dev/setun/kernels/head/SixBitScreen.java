package dev.setun.kernels.head;

import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.kernels.load.Recipe;
import dev.setun.kernels.numerics.CompiledAlone;
import dev.setun.kernels.numerics.OwnLines;
import dev.setun.model.DenseMatrix;
import dev.setun.model.RowScreen;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// A copy of a matrix at 6 bits a value, and bounds on the products with its rows.
///
/// Row r is approximated by a = s (c - 32), c in 0..63, and x by t q, q in -127..127. With the
/// Euclidean lengths e = |w - a|, n = |a| (kept for each row) and f = |x - t q|, the product of x
/// and w differs from t s sum(q (c - 32)), an exact integer times two factors, by at most |x| e + f
/// n (Cauchy and Schwarz). The binary32 sum that the head computes in turn differs from x w by at
/// most g |x| (n + e), g bounding the roundings of a striped dot: a term passes through at most
/// ceil(K / 16) + 4 of them. All lengths are rounded upwards by a factor that covers how they were
/// computed.
///
/// Packing: 8 codes in 3 words, the first two of each word's in its low 12 bits, the last two in
/// the spare bits (word 0: four low bits of code 6; word 1: two high bits of code 6, two low bits
/// of code 7; word 2: four high bits of code 7). Rows lie in the lanes, even lanes first, as in
/// PackedWeights. The copy is made by [Prepared]; who takes a vector waits for it.
public final class SixBitScreen implements RowScreen {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SHORTS.vectorShape());
  private static final int LANES = SHORTS.length();
  private static final int CODES = 8;
  private static final int WORDS = 3;
  private static final int MIDDLE = 32;
  private static final short MASK = 63;
  private static final int LARGEST_QUANTUM = 127;

  /// Beyond so many root mean squares a value is cut off: that costs less than coarser steps.
  private static final float CLIP = 4;

  /// Covers the roundings in sums of squares, roots and products of lengths.
  private static final float UPWARDS = 1.001f;

  /// To be raised whenever equal matrices give other copies: files of packed weights are told apart
  /// by it.
  private static final int LAYOUT_VERSION = 1;

  private static final float UNIT_ROUNDOFF = 0x1p-24f;

  /// Rows whose memory is given back at once: some megabytes.
  private static final int TILES_PER_PART = 128;

  /// Before a vector is taken.
  private static final Copy NONE = new Copy(0, 0);

  private static final ThreadLocal<int[]> SUMS =
      ThreadLocal.withInitial(() -> OwnLines.ints(LANES));

  private final int rows;
  private final int columns;
  private final int units;
  private final Prepared<Copy> copy;
  private final short[] quanta;
  private Copy taken = NONE;
  private int surplus;
  private float step;
  private float xLength;
  private float xError;

  /// The matrix in 6 bits, and for each row s, e and n of the class comment.
  private record Copy(short[] packed, float[] scales, float[] errors, float[] lengths) {
    Copy(int words, int rows) {
      this(new short[words], new float[rows], new float[rows], new float[rows]);
    }

    List<MemorySegment> memory() {
      return List.of(
          MemorySegment.ofArray(packed),
          MemorySegment.ofArray(scales),
          MemorySegment.ofArray(errors),
          MemorySegment.ofArray(lengths));
    }
  }

  private SixBitScreen(
      DenseMatrix matrix, BiConsumer<Integer, float[]> decode, Preparation preparation) {
    this.rows = matrix.rows();
    this.columns = matrix.columns();
    this.units = Math.ceilDiv(columns, CODES);
    this.quanta = new short[units * CODES];
    this.copy =
        preparation.prepare(
            new Recipe<>(
                layout(),
                matrix::digest,
                this::allocate,
                Copy::memory,
                into -> pack(matrix, decode, into),
                matrix::release));
  }

  /// Bytes of a copy of such a matrix.
  public static long byteSize(int rows, int columns) {
    return (long) Math.ceilDiv(rows, LANES) * LANES * Math.ceilDiv(columns, CODES) * WORDS * 2;
  }

  /// Whether the sums of such a matrix fit.
  public static boolean takes(DenseMatrix matrix) {
    return matrix.columns() <= 1 << 16
        && byteSize(matrix.rows(), matrix.columns()) / Short.BYTES <= Integer.MAX_VALUE - 8;
  }

  /// Begins to copy a matrix.
  ///
  /// @param decode writes a row of it from index 0
  public static SixBitScreen of(
      DenseMatrix matrix, BiConsumer<Integer, float[]> decode, Preparation preparation) {
    return new SixBitScreen(matrix, decode, preparation);
  }

  /// All that decides which code lies where.
  private String layout() {
    return String.format(
        Locale.ROOT,
        "six-bit screen v%d, %d lanes, %d x %d, %s",
        LAYOUT_VERSION,
        LANES,
        rows,
        columns,
        ByteOrder.nativeOrder());
  }

  private Copy allocate() {
    int tiles = Math.ceilDiv(rows, LANES);
    return new Copy(Math.multiplyExact(tiles, units * WORDS * LANES), tiles * LANES);
  }

  /// Copies on all cores, and gives back the memory of the matrix part by part.
  private void pack(DenseMatrix matrix, BiConsumer<Integer, float[]> decode, Copy into) {
    int tiles = Math.ceilDiv(rows, LANES);
    for (int from = 0; from < tiles; from += TILES_PER_PART) {
      IntStream.range(from, Math.min(tiles, from + TILES_PER_PART))
          .parallel()
          .forEach(tile -> packTile(tile, decode, into));
      matrix.release();
    }
  }

  private void packTile(int tile, BiConsumer<Integer, float[]> decode, Copy into) {
    short[] packed = into.packed();
    float[] values = new float[columns];
    byte[] codes = new byte[units * CODES];
    int half = LANES / 2;
    for (int lane = 0; lane < LANES; lane++) {
      int row = tile * LANES + (lane % 2 == 0 ? lane / 2 : half + lane / 2);
      Arrays.fill(codes, (byte) MIDDLE);
      if (row < rows) {
        decode.accept(row, values);
        quantise(row, values, codes, into);
      }
      int at = tile * units * WORDS * LANES + lane;
      for (int unit = 0; unit < units; unit++) {
        int c = unit * CODES;
        int six = codes[c + 6];
        int seven = codes[c + 7];
        packed[at] = (short) (codes[c] | codes[c + 1] << 6 | six << 12);
        packed[at + LANES] =
            (short) (codes[c + 2] | codes[c + 3] << 6 | six >> 4 << 12 | seven << 14);
        packed[at + 2 * LANES] = (short) (codes[c + 4] | codes[c + 5] << 6 | seven >> 2 << 12);
        at += WORDS * LANES;
      }
    }
  }

  private void quantise(int row, float[] values, byte[] codes, Copy into) {
    float largest = 0;
    float squares = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
      squares += value * value;
    }
    float clip = Math.min(largest, CLIP * (float) Math.sqrt(squares / columns));
    float scale = Math.max(clip / (MIDDLE - 0.5f), Float.MIN_NORMAL);
    float inverse = 1 / scale;
    double error = 0;
    double length = 0;
    for (int k = 0; k < columns; k++) {
      int code = Math.clamp(Math.round(values[k] * inverse), -MIDDLE, MIDDLE - 1);
      codes[k] = (byte) (code + MIDDLE);
      double approximate = code * (double) scale;
      double off = values[k] - approximate;
      error += off * off;
      length += approximate * approximate;
    }
    into.scales()[row] = scale;
    into.errors()[row] = (float) Math.sqrt(error) * UPWARDS;
    into.lengths()[row] = (float) Math.sqrt(length) * UPWARDS;
  }

  @Override
  public long byteSize() {
    return byteSize(rows, columns);
  }

  @Override
  public int rowGranularity() {
    return LANES;
  }

  @Override
  public void take(float[] x, int xFrom) {
    taken = copy.get();
    float largest = 0;
    double squares = 0;
    for (int k = 0; k < columns; k++) {
      largest = Math.max(largest, Math.abs(x[xFrom + k]));
      squares += (double) x[xFrom + k] * x[xFrom + k];
    }
    step = Math.max(largest / LARGEST_QUANTUM, Float.MIN_NORMAL);
    double error = 0;
    int sum = 0;
    for (int k = 0; k < columns; k++) {
      int quantum = Math.clamp(Math.round(x[xFrom + k] / step), -LARGEST_QUANTUM, LARGEST_QUANTUM);
      quanta[k] = (short) quantum;
      sum += quantum;
      double off = x[xFrom + k] - (double) quantum * step;
      error += off * off;
    }
    surplus = MIDDLE * sum;
    xLength = (float) Math.sqrt(squares) * UPWARDS;
    xError = (float) Math.sqrt(error) * UPWARDS;
  }

  @Override
  public void bounds(int fromRow, int toRow, float[] low, float[] high) {
    float rounding = 2 * UNIT_ROUNDOFF * (Math.ceilDiv(columns, 16) + 8) * xLength;
    int[] tile = SUMS.get();
    float[] scales = taken.scales();
    float[] errors = taken.errors();
    float[] lengths = taken.lengths();
    for (int row = fromRow; row < toRow; row += LANES) {
      sums(row / LANES * units * WORDS * LANES, tile);
      int end = Math.min(toRow, row + LANES);
      for (int r = row; r < end; r++) {
        float middle = (tile[r - row] - surplus) * step * scales[r];
        float off =
            UPWARDS
                    * (xLength * errors[r]
                        + xError * lengths[r]
                        + rounding * (lengths[r] + errors[r]))
                + 8 * UNIT_ROUNDOFF * Math.abs(middle)
                + Float.MIN_NORMAL;
        low[r] = middle - off;
        high[r] = middle + off;
      }
    }
  }

  /// Sum of q c of a vector of rows. Four products of 63 x 127 fit 16 bits.
  @CompiledAlone
  private void sums(int from, int[] tile) {
    short[] packed = taken.packed();
    IntVector even = IntVector.zero(INTS);
    IntVector odd = IntVector.zero(INTS);
    int at = from;
    int k = 0;
    for (int unit = 0; unit < units; unit++) {
      ShortVector a = ShortVector.fromArray(SHORTS, packed, at);
      ShortVector b = ShortVector.fromArray(SHORTS, packed, at + LANES);
      ShortVector c = ShortVector.fromArray(SHORTS, packed, at + 2 * LANES);
      ShortVector sum = a.and(MASK).mul(quanta[k]);
      sum = sum.add(a.lanewise(VectorOperators.LSHR, 6).and(MASK).mul(quanta[k + 1]));
      sum = sum.add(b.and(MASK).mul(quanta[k + 2]));
      sum = sum.add(b.lanewise(VectorOperators.LSHR, 6).and(MASK).mul(quanta[k + 3]));
      IntVector pairs = sum.reinterpretAsInts();
      even = even.add(pairs.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd = odd.add(pairs.lanewise(VectorOperators.ASHR, 16));
      sum = c.and(MASK).mul(quanta[k + 4]);
      sum = sum.add(c.lanewise(VectorOperators.LSHR, 6).and(MASK).mul(quanta[k + 5]));
      ShortVector spare = b.lanewise(VectorOperators.LSHR, 12);
      ShortVector six =
          a.lanewise(VectorOperators.LSHR, 12)
              .or(spare.lanewise(VectorOperators.LSHL, 4).and((short) 48));
      sum = sum.add(six.mul(quanta[k + 6]));
      ShortVector seven =
          spare
              .lanewise(VectorOperators.LSHR, 2)
              .or(c.lanewise(VectorOperators.LSHR, 12).lanewise(VectorOperators.LSHL, 2));
      sum = sum.add(seven.mul(quanta[k + 7]));
      pairs = sum.reinterpretAsInts();
      even = even.add(pairs.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
      odd = odd.add(pairs.lanewise(VectorOperators.ASHR, 16));
      at += WORDS * LANES;
      k += CODES;
    }
    even.intoArray(tile, 0);
    odd.intoArray(tile, LANES / 2);
  }
}
