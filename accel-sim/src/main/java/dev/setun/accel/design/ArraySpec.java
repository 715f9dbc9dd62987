package dev.setun.accel.design;

/// The array of processing elements: `rows` outputs by `lanes` inputs per cycle.
///
/// @param rows output neurons computed together, R, 1..128
/// @param lanes weights consumed per row and cycle, L, 1..128
/// @param tokens tokens that share one weight word before the next is taken, T, 1..16; one
///   accumulator per row and token
/// @param pe the processing element
/// @param style how the PEs of a row are joined
/// @param dataflow which operand stays
public record ArraySpec(
    int rows, int lanes, int tokens, PeSpec pe, ArrayStyle style, Dataflow dataflow) {
  public ArraySpec {
    Check.range("array.rows", rows, 1, 128);
    Check.range("array.lanes", lanes, 1, 128);
    Check.range("array.tokens", tokens, 1, 16);
  }

  /// Multiply-accumulates per cycle at full rate.
  public int macsPerCycle() {
    return rows * lanes;
  }
}
