package dev.setun.kernels.ternary;

import dev.setun.kernels.load.Preparation;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;

/// A ternary linear that gives many tokens at once to [TokenTables] and few to another kernel, both
/// on the same packed weights.
///
/// Loop order: blocks of tokens that fill the lanes, blocks of rows, passes of a few patterns of K,
/// tiles of rows innermost. The tables of a pass and the 16-bit sums of a block of rows stay in the
/// first two caches. The 16-bit sums are added to 32-bit ones before they could overflow. Fewer
/// tokens than three quarters of the lanes are few, and so is a block that the other kernel says it
/// is faster with.
final class TokenLinear extends RangedLinear {
  private static final int LANES = TokenTables.LANES;

  /// Fewer leave too many lanes empty.
  private static final int FEWEST_TOKENS = 3 * LANES / 4;

  /// So many that tables are made rarely, so few that 16-bit sums stay in the second-level cache.
  private static final int ROWS_PER_BLOCK = 2048;

  /// So many that the sums are read and written rarely, so few that the tables stay near.
  private static final int PATTERNS_PER_PASS = 12;

  /// More than the columns that the last patterns of any packing have too many.
  private static final int SPARE_COLUMNS = 4 * TokenTables.WEIGHTS;

  private final Patterns patterns;
  private final RangedLinear few;

  private TokenLinear(Patterns patterns, RangedLinear few) {
    this.patterns = patterns;
    this.few = few;
  }

  /// On two-bit fields in words.
  static TokenLinear ofWords(TernaryMatrix matrix, Preparation preparation) {
    var kernel = new UnpackMultiply();
    PackedWeights weights = PackedWeights.of(matrix, kernel, preparation);
    return new TokenLinear(WordPatterns.of(weights), new TiledLinear(kernel, weights));
  }

  /// On nibbles in bytes.
  static TokenLinear ofNibbles(TernaryMatrix matrix, Preparation preparation) {
    var kernel = new NibbleTables();
    PackedWeights weights = PackedWeights.of(matrix, kernel, preparation);
    return new TokenLinear(NibblePatterns.of(weights), new TiledLinear(kernel, weights));
  }

  /// On planes of bits.
  static TokenLinear ofPlanes(TernaryMatrix matrix, Skipping skipping, Preparation preparation) {
    BitPlanes planes = BitPlanes.of(matrix, CarrySave.LANES, preparation);
    return new TokenLinear(PlanePatterns.of(planes), new BitSerialLinear(planes, skipping));
  }

  @Override
  public int rows() {
    return few.rows();
  }

  @Override
  public int columns() {
    return few.columns();
  }

  @Override
  public long byteSize() {
    return few.byteSize();
  }

  @Override
  public int rowGranularity() {
    return few.rowGranularity();
  }

  @Override
  void multiply(
      byte[] activations, int fromToken, int toToken, int[] accumulators, int fromRow, int toRow) {
    int token = fromToken;
    while (toToken - token >= FEWEST_TOKENS) {
      int vectors = vectorsFor(toToken - token);
      int end = Math.min(toToken, token + vectors * LANES);
      if (few.beatsTables(activations, token, end, vectors)) {
        few.multiply(activations, token, end, accumulators, fromRow, toRow);
      } else {
        multiplyBlock(activations, token, end, vectors, accumulators, fromRow, toRow);
        few.leftToTables(end - token, toRow - fromRow);
      }
      token = end;
    }
    few.multiply(activations, token, toToken, accumulators, fromRow, toRow);
  }

  /// The vectors of the next block: as many as its tokens fill, all but half of the last at least.
  private static int vectorsFor(int tokens) {
    int vectors = TokenTables.MOST_VECTORS;
    while (vectors > 1 && tokens < vectors * LANES - LANES / 2) {
      vectors /= 2;
    }
    return vectors;
  }

  private void multiplyBlock(
      byte[] activations,
      int fromToken,
      int toToken,
      int vectors,
      int[] accumulators,
      int fromRow,
      int toRow) {
    int width = vectors * LANES;
    TokenScratch scratch = TokenScratch.ofThisThread();
    int perTile = patterns.rowsPerTile();
    int tilesPerBlock = Math.max(1, ROWS_PER_BLOCK / perTile);
    scratch.reserve(
        (columns() + SPARE_COLUMNS) * width,
        PATTERNS_PER_PASS * TokenTables.tableLength(width),
        PATTERNS_PER_PASS * perTile,
        tilesPerBlock * perTile * width);
    turn(activations, fromToken, toToken, width, scratch.inputs);
    int endTile = Math.ceilDiv(toRow, perTile);
    for (int tile = fromRow / perTile; tile < endTile; tile += tilesPerBlock) {
      int tiles = Math.min(tilesPerBlock, endTile - tile);
      sum(scratch, tile, tiles, vectors);
      for (int i = 0; i < tiles; i++) {
        int row = (tile + i) * perTile;
        int count = Math.min(perTile, toRow - row);
        write(scratch.wide, i, width, fromToken, toToken, row, count, accumulators);
      }
    }
  }

  /// Puts the tokens of each activation beside each other; zeros where there is none, and for the
  /// columns that the last patterns have too many.
  private void turn(byte[] activations, int fromToken, int toToken, int width, short[] inputs) {
    int columns = columns();
    Arrays.fill(inputs, columns * width, (columns + SPARE_COLUMNS) * width, (short) 0);
    for (int k = 0; k < columns; k++) {
      int into = k * width - fromToken;
      for (int token = fromToken; token < toToken; token++) {
        inputs[into + token] = activations[token * columns + k];
      }
      Arrays.fill(inputs, into + toToken, (k + 1) * width, (short) 0);
    }
  }

  private void sum(TokenScratch scratch, int firstTile, int tiles, int vectors) {
    int width = vectors * LANES;
    int length = tiles * patterns.rowsPerTile() * width;
    scratch.clear(length);
    int pending = 0;
    for (int chunk = 0; chunk < patterns.chunks(); chunk++) {
      int end = patterns.count(chunk);
      for (int from = 0; from < end; from += PATTERNS_PER_PASS) {
        int count = Math.min(PATTERNS_PER_PASS, end - from);
        if (pending + count > TokenTables.SAFE_LOOKUPS) {
          widen(scratch.sums, scratch.wide, length);
          pending = 0;
        }
        pending += count;
        int column = patterns.firstColumn(chunk) + from * TokenTables.WEIGHTS;
        tables(scratch, column, count, width);
        for (int tile = 0; tile < tiles; tile++) {
          add(scratch, chunk, from, count, firstTile + tile, vectors, tile);
        }
      }
    }
    widen(scratch.sums, scratch.wide, length);
  }

  private static void tables(TokenScratch scratch, int column, int count, int width) {
    for (int i = 0; i < count; i++) {
      int at = i * TokenTables.tableLength(width);
      int from = (column + i * TokenTables.WEIGHTS) * width;
      TokenTables.write(scratch.inputs, from, width, scratch.tables, at);
    }
  }

  private void add(
      TokenScratch scratch, int chunk, int from, int count, int tile, int vectors, int place) {
    int rows = patterns.rowsPerTile();
    int width = vectors * LANES;
    int shift = Integer.numberOfTrailingZeros(width);
    patterns.offsets(chunk, from, count, tile, shift, scratch);
    TokenTables.add(
        scratch.tables, scratch.offsets, count, rows, vectors, scratch.sums, place * rows * width);
  }

  /// Adds the 16-bit sums to the 32-bit ones and clears them. In a vector of the latter the tokens
  /// of even lanes come first.
  private static void widen(short[] sums, int[] wide, int length) {
    Sums.addVectors(sums, 0, length / LANES, wide, 0);
    Arrays.fill(sums, 0, length, (short) 0);
  }

  /// Turns the sums of a tile from rows x tokens, in the order of lanes, to tokens x rows.
  private void write(
      int[] wide,
      int tile,
      int width,
      int fromToken,
      int toToken,
      int firstRow,
      int count,
      int[] accumulators) {
    int[] places = patterns.places();
    for (int token = fromToken; token < toToken; token++) {
      int place = token - fromToken;
      int lane = place & (LANES - 1);
      int at = place - lane + (lane >> 1) + (lane & 1) * (LANES / 2);
      int from = tile * places.length * width + at;
      int into = token * rows() + firstRow;
      for (int row = 0; row < count; row++) {
        accumulators[into + row] = wide[from + places[row] * width];
      }
    }
  }
}
