package dev.setun.model.tensor;

import java.util.Optional;

/// bitnet.cpp's lookup-table packing for x86: three weights as a sign and an index 0..13, the
/// columns that do not fill a tile as pairs like [Tl1] (spec 3.5); one binary32 scale after the
/// codes.
///
/// @param kernel the tile sizes of the conversion, bm = 32
public record Tl2(TlKernel kernel) implements TernaryPacking {
  static final int TAIL_BYTES = 32;
  private static final int KERNEL_ROWS = 32;

  public Tl2 {
    if (kernel.kernelRows() != KERNEL_ROWS || kernel.blockColumns() % 24 != 0) {
      throw new IllegalArgumentException(
          "expected bm = 32 and BK a multiple of 24 for TL2, found " + kernel);
    }
  }

  /// For tile sizes as a configuration has them, whose bm does not count: a preset of upstream
  /// gives 64 for a shape whose tiles have 32 rows like all others.
  ///
  /// @throws IllegalArgumentException if BM or BK do not suit TL2
  public static Tl2 of(TlKernel configured) {
    return new Tl2(new TlKernel(configured.blockRows(), configured.blockColumns(), KERNEL_ROWS));
  }

  @Override
  public String label() {
    return "TL2";
  }

  /// K3, the columns in groups of three.
  long tripleColumns(long columns) {
    return columns / kernel.blockColumns() * kernel.blockColumns();
  }

  /// Bytes of the indices of part A.
  long indexBytes(long rows, long columns) {
    return rows * tripleColumns(columns) / 6;
  }

  /// Bytes of the signs of part B, a quarter of part A.
  long signBytes(long rows, long columns) {
    return indexBytes(rows, columns) / 4;
  }

  /// Bytes of the pairs of part C.
  long pairBytes(long rows, long columns) {
    return rows * (columns - tripleColumns(columns)) / 4;
  }

  @Override
  public Optional<String> shapeProblem(long rows, long columns) {
    Optional<String> problem = Shapes.problem(label(), rows, columns, 1);
    if (problem.isPresent()) {
      return problem;
    }
    if (rows % kernel.blockRows() != 0 || columns % kernel.blockColumns() % 32 != 0) {
      return Optional.of(
          "TL2 needs rows in multiples of BM and columns mod BK in multiples of 32 ("
              + kernel
              + "), found "
              + rows
              + " x "
              + columns);
    }
    if (overflows(rows, columns)) {
      return Optional.of(
          "the size of a TL2 tensor of "
              + rows
              + " x "
              + columns
              + " overflows the 32-bit arithmetic that defines it");
    }
    long used = indexBytes(rows, columns) + signBytes(rows, columns) + pairBytes(rows, columns);
    if (used > codeBytes(rows, columns)) {
      return Optional.of(
          "TL2 reserves "
              + codeBytes(rows, columns)
              + " bytes for "
              + rows
              + " x "
              + columns
              + ", but with "
              + kernel
              + " its codes are "
              + used
              + " bytes");
    }
    return Optional.empty();
  }

  private static boolean overflows(long rows, long columns) {
    return Math.max(256, Math.abs(columns - 256)) * rows > Integer.MAX_VALUE
        || (columns - 256) * rows / 3 * 5 > Integer.MAX_VALUE
        || 256 * rows / 2 * 4 > Integer.MAX_VALUE;
  }

  /// Bytes reserved for codes, which is also where the scale is. The formula is bitnet.cpp's, whose
  /// int divisions truncate toward zero one after the other as these do.
  static long codeBytes(long rows, long columns) {
    long reserved = (columns - 256) * rows / 3 * 5 / 8 + 256 * rows / 2 * 4 / 8;
    return (reserved + 31) / 32 * 32;
  }

  @Override
  public long byteSize(long rows, long columns) {
    TensorType.requireShape(this, rows, columns);
    return codeBytes(rows, columns) + TAIL_BYTES;
  }
}
