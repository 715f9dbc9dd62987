package dev.setun.model.tensor;

import java.util.Optional;

/// bitnet.cpp's lookup-table packing for ARM: pairs of weights as an index 0..8, two a byte, tiled
/// (spec 3.4); one binary32 scale after the codes.
///
/// @param kernel the tile sizes of the conversion
public record Tl1(TlKernel kernel) implements TernaryPacking {
  static final int TAIL_BYTES = 32;

  public Tl1 {
    if (kernel.blockColumns() % (256 / kernel.kernelRows()) != 0) {
      throw new IllegalArgumentException(
          "expected BK a multiple of " + 256 / kernel.kernelRows() + " for TL1, found " + kernel);
    }
  }

  @Override
  public String label() {
    return "TL1";
  }

  @Override
  public Optional<String> shapeProblem(long rows, long columns) {
    Optional<String> problem = Shapes.problem(label(), rows, columns, 1);
    if (problem.isEmpty()
        && (rows % kernel.blockRows() != 0 || columns % kernel.blockColumns() != 0)) {
      return Optional.of(
          "TL1 needs rows in multiples of BM and columns in multiples of BK ("
              + kernel
              + "), found "
              + rows
              + " x "
              + columns);
    }
    return problem;
  }

  /// Bytes of codes, which is also where the scale is.
  static long codeBytes(long rows, long columns) {
    return rows * columns / 4;
  }

  @Override
  public long byteSize(long rows, long columns) {
    TensorType.requireShape(this, rows, columns);
    return codeBytes(rows, columns) + TAIL_BYTES;
  }
}
