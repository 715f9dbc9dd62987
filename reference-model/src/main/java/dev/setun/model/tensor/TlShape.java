package dev.setun.model.tensor;

/// The tile sizes for matrices of one shape, as a section of bitnet.cpp's kernel_config.ini has
/// them.
///
/// @param rows m
/// @param columns k
/// @param kernel bm (BM), bk (BK) and bmm (bm) of the section
public record TlShape(int rows, int columns, TlKernel kernel) {
  public TlShape {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "expected m and k >= 1, found " + rows + " and " + columns);
    }
  }
}
