package dev.setun.kernels.ternary;

/// Packed weights that can be read as the patterns of [TokenTables]: four consecutive weights of a
/// row.
///
/// Columns are cut into *chunks*, rows into *tiles*, as the weights were packed; a chunk's last
/// pattern may have weights of zero at its end, whose columns belong to the next chunk or to none.
interface Patterns {
  int rowsPerTile();

  int chunks();

  /// Column of a chunk's first weight.
  int firstColumn(int chunk);

  /// Patterns of a row in a chunk, an even number.
  int count(int chunk);

  /// Where in a table the entries of the patterns of one tile are.
  ///
  /// @param from the first pattern of the chunk, an even number
  /// @param count patterns, an even number
  /// @param shift log2 of the tokens of an entry
  /// @param scratch whose offsets are written: for each pattern [#rowsPerTile] of them
  void offsets(int chunk, int from, int count, int tile, int shift, TokenScratch scratch);

  /// For each row of a tile its place among the offsets of a pattern; not copied, do not write.
  int[] places();
}
