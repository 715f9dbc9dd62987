package dev.setun.workbench.golden;

import java.util.List;
import java.util.OptionalInt;

/// A binary32 operation.
///
/// @param arrays operands, then the result
public record FloatVectors(
    FloatOp op, OptionalInt layer, TokenRange tokens, List<GoldenArray> arrays)
    implements VectorSet {
  public FloatVectors {
    arrays = List.copyOf(arrays);
  }
}
