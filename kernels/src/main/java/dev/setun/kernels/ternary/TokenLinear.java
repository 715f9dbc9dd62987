package dev.setun.kernels.ternary;

import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// A ternary linear on [UnpackMultiply] that gives many tokens at once to [TokenTables], from the
/// same packed weights.
///
/// Loop order: blocks of tokens that fill the lanes, blocks of rows, passes of a few words of K,
/// tiles of rows innermost. The tables of a pass and the 16-bit sums of a block of rows stay in the
/// first two caches. The 16-bit sums are added to 32-bit ones before they could overflow. Fewer
/// tokens than half the lanes are multiplied as [TiledLinear] does.
final class TokenLinear implements TernaryLinear {
  private static final int LANES = TokenTables.LANES;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, TokenTables.SHORTS.vectorShape());

  /// So many that tables are made rarely, so few that 16-bit sums stay in the second-level cache.
  private static final int ROWS_PER_BLOCK = Integer.getInteger("rb", 1024);

  /// So many that the sums are read and written rarely, so few that the tables stay near.
  private static final int WORDS_PER_PASS = Integer.getInteger("wp", 4);

  private static final int WEIGHTS_PER_WORD = TokenTables.PER_WORD * TokenTables.WEIGHTS;

  private final PackedWeights weights;
  private final TiledLinear fewTokens;

  TokenLinear(TernaryMatrix matrix) {
    var kernel = new UnpackMultiply();
    weights = PackedWeights.of(matrix, kernel);
    fewTokens = new TiledLinear(kernel, weights);
  }

  @Override
  public int rows() {
    return weights.rows();
  }

  @Override
  public int columns() {
    return weights.columns();
  }

  @Override
  public long byteSize() {
    return weights.byteSize();
  }

  @Override
  public int rowGranularity() {
    return weights.rowsPerTile();
  }

  @Override
  public void multiply(byte[] activations, int tokens, int[] accumulators) {
    multiplyRows(activations, tokens, accumulators, 0, rows());
  }

  @Override
  public void multiplyRows(
      byte[] activations, int tokens, int[] accumulators, int fromRow, int toRow) {
    Bounds.check(this, activations, tokens, accumulators);
    Bounds.checkRows(this, fromRow, toRow);
    multiply(activations, 0, tokens, accumulators, fromRow, toRow);
  }

  @Override
  public void multiplyTokens(byte[] activations, int[] accumulators, int fromToken, int toToken) {
    Bounds.check(this, activations, Math.max(1, toToken), accumulators);
    Bounds.checkTokens(fromToken, toToken);
    multiply(activations, fromToken, toToken, accumulators, 0, rows());
  }

  private void multiply(
      byte[] activations, int fromToken, int toToken, int[] accumulators, int fromRow, int toRow) {
    int token = fromToken;
    while (toToken - token >= LANES / 2) {
      int vectors = vectorsFor(toToken - token);
      int end = Math.min(toToken, token + vectors * LANES);
      multiplyBlock(activations, token, end, vectors, accumulators, fromRow, toRow);
      token = end;
    }
    fewTokens.multiply(activations, token, toToken, accumulators, fromRow, toRow);
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
    int perTile = weights.rowsPerTile();
    int tilesPerBlock = Math.max(1, ROWS_PER_BLOCK / perTile);
    scratch.reserve(
        weights.columns() * width + WEIGHTS_PER_WORD * width,
        WORDS_PER_PASS * TokenTables.PER_WORD * TokenTables.tableLength(width),
        WORDS_PER_PASS * TokenTables.PER_WORD * perTile,
        tilesPerBlock * perTile * width);
    turn(activations, fromToken, toToken, width, scratch.inputs);
    int endTile = Math.ceilDiv(toRow, perTile);
    for (int tile = fromRow / perTile; tile < endTile; tile += tilesPerBlock) {
      int tiles = Math.min(tilesPerBlock, endTile - tile);
      sum(scratch, tile, tiles, vectors);
      int to = Math.min(toRow, (tile + tiles) * perTile);
      write(scratch.wide, width, fromToken, toToken, tile * perTile, to, accumulators);
    }
  }

  /// Puts the tokens of each activation beside each other; zeros where there is none.
  private void turn(byte[] activations, int fromToken, int toToken, int width, short[] inputs) {
    int columns = columns();
    int padded = Math.ceilDiv(columns, WEIGHTS_PER_WORD) * WEIGHTS_PER_WORD;
    Arrays.fill(inputs, columns * width, padded * width, (short) 0);
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
    int length = tiles * weights.rowsPerTile() * width;
    scratch.clear(length);
    int pending = 0;
    for (int chunk = 0; chunk < weights.chunks(); chunk++) {
      int words = weights.unitsOf(chunk);
      for (int word = 0; word < words; word += WORDS_PER_PASS) {
        int count = Math.min(WORDS_PER_PASS, words - word);
        int lookups = count * TokenTables.PER_WORD;
        if (pending + lookups > TokenTables.SAFE_LOOKUPS) {
          widen(scratch.sums, scratch.wide, length);
          pending = 0;
        }
        pending += lookups;
        tables(scratch, weights.firstUnit(chunk) + word, lookups, width);
        for (int tile = 0; tile < tiles; tile++) {
          int at = weights.tileStart(chunk, firstTile + tile);
          addTile(scratch, at + word * weights.rowsPerTile(), count, vectors, tile);
        }
      }
    }
    widen(scratch.sums, scratch.wide, length);
  }

  private static void tables(TokenScratch scratch, int word, int lookups, int width) {
    int from = word * WEIGHTS_PER_WORD * width;
    for (int i = 0; i < lookups; i++) {
      int at = i * TokenTables.tableLength(width);
      TokenTables.write(
          scratch.inputs, from + i * TokenTables.WEIGHTS * width, width, scratch.tables, at);
    }
  }

  private void addTile(TokenScratch scratch, int packedAt, int words, int vectors, int tile) {
    int rows = weights.rowsPerTile();
    int width = vectors * LANES;
    int shift = Integer.numberOfTrailingZeros(width);
    TokenTables.offsets(weights.packed(), packedAt, words, rows, shift, scratch.offsets);
    TokenTables.add(
        scratch.tables,
        scratch.offsets,
        words * TokenTables.PER_WORD,
        rows,
        vectors,
        scratch.sums,
        tile * rows * width);
  }

  /// Adds the 16-bit sums to the 32-bit ones and clears them. In a vector of the latter the tokens
  /// of even lanes come first.
  private static void widen(short[] sums, int[] wide, int length) {
    ShortVector zero = ShortVector.zero(TokenTables.SHORTS);
    for (int i = 0; i < length; i += LANES) {
      IntVector pairs = ShortVector.fromArray(TokenTables.SHORTS, sums, i).reinterpretAsInts();
      zero.intoArray(sums, i);
      pairs
          .lanewise(VectorOperators.LSHL, Short.SIZE)
          .lanewise(VectorOperators.ASHR, Short.SIZE)
          .add(IntVector.fromArray(INTS, wide, i))
          .intoArray(wide, i);
      pairs
          .lanewise(VectorOperators.ASHR, Short.SIZE)
          .add(IntVector.fromArray(INTS, wide, i + LANES / 2))
          .intoArray(wide, i + LANES / 2);
    }
  }

  /// Turns a block of sums from rows x tokens, in the order of lanes, to tokens x rows.
  private void write(
      int[] wide,
      int width,
      int fromToken,
      int toToken,
      int fromRow,
      int toRow,
      int[] accumulators) {
    for (int first = fromRow; first < toRow; first += LANES) {
      int count = Math.min(LANES, toRow - first);
      for (int token = fromToken; token < toToken; token++) {
        int place = token - fromToken;
        int lane = place & (LANES - 1);
        int at = place - lane + (lane >> 1) + (lane & 1) * (LANES / 2);
        int from = (first - fromRow) * width + at;
        int into = token * rows() + first;
        for (int row = 0; row < count; row++) {
          accumulators[into + row] = wide[from + PackedWeights.lane(row, LANES) * width];
        }
      }
    }
  }
}
