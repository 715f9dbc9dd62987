package dev.setun.model;

/// The scales of a ternary matrix that has one for every 256 columns of every row (TQ1_0 and TQ2_0,
/// spec 3.7). Reading is safe from any thread.
public interface BlockScales {
  /// Columns that share a scale.
  int BLOCK_COLUMNS = 256;

  /// K / 256.
  int blocksPerRow();

  /// The scale of the columns from 256 * block of a row: a binary16, widened.
  float value(int row, int block);
}
