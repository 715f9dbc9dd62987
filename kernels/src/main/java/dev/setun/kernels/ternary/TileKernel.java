package dev.setun.kernels.ternary;

/// The inner loops of one kernel: a chunk of K times tiles of rows, for one token or for four.
///
/// An output row is one 16-bit lane; a *tile* is [PackedWeights#VECTORS_PER_TILE] vectors of rows.
/// A *word* is the 16 bits of one lane; a *unit* is the fewest words that hold whole weights:
/// [#weightsPerUnit] consecutive weights of one row in [#wordsPerUnit] words. A *chunk* is at most
/// [#unitsPerChunk] units of K, few enough that no sum of a chunk can leave 16 bits whatever the
/// activations are. Before a chunk is multiplied its activations are *prepared*: turned into the
/// shorts that the inner loop reads, [#preparedPerUnit] for each unit.
///
/// Implementations hold no state, so one instance serves all threads.
interface TileKernel {
  /// Vectors of scratch that the additions are given. Passing sums through memory instead of as
  /// vectors keeps C2 from allocating them where it does not inline.
  int SCRATCH_VECTORS = 40;

  /// The name for reports.
  String name();

  /// 16-bit lanes of a vector, which is output rows per vector.
  int lanes();

  /// Weights of one row in a unit.
  int weightsPerUnit();

  /// Words of a unit.
  int wordsPerUnit();

  /// The most units of K that can be summed in 16 bits without overflow.
  int unitsPerChunk();

  /// Shorts of prepared activations for each unit of K.
  int preparedPerUnit();

  /// Packs consecutive units of one row.
  ///
  /// @param weights each -1, 0 or +1, `units * weightsPerUnit` from `from` on
  /// @param into written at `at`, `at + stride` and so on, a word each
  void pack(byte[] weights, int from, int units, short[] into, int at, int stride);

  /// Puts the words of one vector of rows, which [#pack] wrote a lane each, into the order in which
  /// they are read; by default they are in it.
  ///
  /// @param at index of the first of as many words as there are lanes
  default void arrange(short[] words, int at) {}

  /// What a sum over all chunks starts from so that it ends at the exact product.
  int start(byte[] activations, int from, int count);

  /// Prepares the activations of one token of a group for one chunk.
  ///
  /// What the tokens of a group have prepared alternates, so that the inner loop reads it as one
  /// sequence: for each part (a table or an activation) that of token 0, of token 1 and so on.
  ///
  /// @param activations int8, those of the chunk in `[from, from + count)`
  /// @param count at most `units * weightsPerUnit`; the missing ones count as zero
  /// @param units units of the chunk
  /// @param prepared `units * preparedPerUnit * group` shorts, of which this token's are written
  /// @param token the token's place in its group
  /// @param group tokens of the group, 1 or 4
  void prepare(
      byte[] activations, int from, int count, int units, short[] prepared, int token, int group);

  /// Adds one chunk of one token to the sums of consecutive tiles.
  ///
  /// @param prepared prepared activations of the chunk from index 0
  /// @param packed weights; the first tile's begin at `packedAt` and the tiles follow each other
  /// @param units units of the chunk
  /// @param tiles tiles of rows, at least 1
  /// @param sums int32, one a row from `sumsAt` on; a tile's rows are consecutive
  /// @param scratch [#SCRATCH_VECTORS] vectors, of any content
  void addOneToken(
      short[] prepared,
      short[] packed,
      int packedAt,
      int units,
      int tiles,
      int[] sums,
      int sumsAt,
      short[] scratch);

  /// Adds one chunk of four tokens; the sums of token t are at `sumsAt + t * sumsStride`.
  void addFourTokens(
      short[] prepared,
      short[] packed,
      int packedAt,
      int units,
      int tiles,
      int[] sums,
      int sumsAt,
      int sumsStride,
      short[] scratch);
}
