package dev.setun.kernels.ternary;

/// A ternary linear on planes of bits: columns are added a digit of their activation at a time, so
/// that an activation of zero costs nothing, neither work nor reading of weights.
///
/// Loop order: blocks of tokens, whose digits are listed first; tiles of rows; tokens; chunks of K
/// innermost. The weights of a tile then stay in the second-level cache while the tokens pass, and
/// with one token they are one sequential read.
final class BitSerialLinear extends RangedLinear {
  /// Activations of a block, whose lists share the second-level cache with a tile.
  private static final int BLOCK_ACTIVATIONS = 1 << 14;

  private static final int MOST_TOKENS = 16;

  /// For 1, 2 and 4 vectors of tokens the share of activations that are not zero up to which digits
  /// are faster than [TokenTables]; measured on 2560 x 6912 with 256-bit vectors.
  private static final double ONE_VECTOR = 0.45;

  private static final double TWO_VECTORS = 0.2;
  private static final double FOUR_VECTORS = 0.03;

  private final BitPlanes planes;
  private final Skipping skipping;

  /// Bits of the largest count: the digits of a sign of one activation are at most 128 + 32 + 8 +
  /// 2.
  private final int bits;

  BitSerialLinear(BitPlanes planes, Skipping skipping) {
    this.planes = planes;
    this.skipping = skipping;
    this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.multiplyExact(170, columns()));
  }

  @Override
  public int rows() {
    return planes.rows();
  }

  @Override
  public int columns() {
    return planes.columns();
  }

  @Override
  public long byteSize() {
    return planes.byteSize();
  }

  @Override
  public int rowGranularity() {
    return planes.rowsPerTile();
  }

  @Override
  void multiply(
      byte[] activations, int fromToken, int toToken, int[] accumulators, int fromRow, int toRow) {
    if (fromRow == toRow) {
      return;
    }
    PlaneScratch scratch = PlaneScratch.ofThisThread();
    int most = Math.clamp(BLOCK_ACTIVATIONS / columns(), 1, MOST_TOKENS);
    int[] packed = planes.packed();
    for (int token = fromToken; token < toToken; token += most) {
      int end = Math.min(toToken, token + most);
      long nonzero = 0;
      for (int t = token; t < end; t++) {
        Digits digits = scratch.digits(t - token);
        digits.make(activations, t * columns(), planes);
        nonzero += digits.nonzero();
      }
      skipping.count((long) (end - token) * columns(), nonzero, toRow - fromRow);
      for (int row = fromRow; row < toRow; row += planes.rowsPerTile()) {
        for (int t = token; t < end; t++) {
          sum(packed, row / planes.rowsPerTile(), scratch.digits(t - token), t == token, scratch);
          write(scratch.planes, accumulators, t * rows() + row, toRow - row);
        }
      }
    }
  }

  @Override
  boolean beatsTables(byte[] activations, int fromToken, int toToken, int vectors) {
    int nonzero = 0;
    for (int i = fromToken * columns(); i < toToken * columns(); i++) {
      nonzero += activations[i] == 0 ? 0 : 1;
    }
    double most =
        switch (vectors) {
          case 1 -> ONE_VECTOR;
          case 2 -> TWO_VECTORS;
          default -> FOUR_VECTORS;
        };
    return nonzero <= most * (toToken - fromToken) * columns();
  }

  @Override
  void leftToTables(int tokens, int productRows) {
    long all = (long) tokens * columns();
    skipping.count(all, all, productRows);
  }

  /// @param touch whether the weights may not be in a cache yet
  private void sum(int[] packed, int tile, Digits digits, boolean touch, PlaneScratch scratch) {
    CarrySave count = scratch.count;
    count.start(bits, planes.longestChunk());
    for (int chunk = 0; chunk < planes.chunks(); chunk++) {
      int base = planes.start(tile, chunk);
      int length = (planes.columnsOf(chunk) + 1) * 2 * CarrySave.LANES;
      for (int position = 0; position < bits; position++) {
        if (position < Digits.POSITIONS) {
          if (touch) {
            scratch.touched += Digits.touch(packed, base + length, length, position);
          }
          int from = digits.start(chunk, position);
          int to = digits.start(chunk, position + 1);
          count.add(position, packed, base, digits.offsets(), from, to);
        }
        count.carry(position);
      }
    }
    count.finish(scratch.planes);
    BitTranspose.run(scratch.planes);
  }

  /// Consecutive rows are in consecutive ints.
  private void write(int[] sums, int[] accumulators, int at, int rows) {
    System.arraycopy(sums, 0, accumulators, at, Math.min(rows, planes.rowsPerTile()));
  }
}
