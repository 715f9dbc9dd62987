package dev.setun.model.tensor;

/// The tile sizes that a TL1 or TL2 matrix was packed for. They come from the kernel_config.ini of
/// the conversion and are not in the file (spec 3.4, 3.5, trap 23).
///
/// @param blockRows BM, rows of an outer tile
/// @param blockColumns BK, columns of an outer tile
/// @param kernelRows bm, rows of an inner tile: 16, 32 or 64 for TL1; 32 for TL2
public record TlKernel(int blockRows, int blockColumns, int kernelRows) {
  public TlKernel {
    if (blockRows < 1 || blockColumns < 1) {
      throw new IllegalArgumentException(
          "expected BM and BK >= 1, found " + blockRows + " and " + blockColumns);
    }
    if (kernelRows != 16 && kernelRows != 32 && kernelRows != 64) {
      throw new IllegalArgumentException("expected bm 16, 32 or 64, found " + kernelRows);
    }
    if (blockRows % kernelRows != 0) {
      throw new IllegalArgumentException(
          "expected BM a multiple of bm " + kernelRows + ", found " + blockRows);
    }
  }

  @Override
  public String toString() {
    return "BM=" + blockRows + " BK=" + blockColumns + " bm=" + kernelRows;
  }
}
