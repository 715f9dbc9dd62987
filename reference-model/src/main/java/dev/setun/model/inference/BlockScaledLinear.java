package dev.setun.model.inference;

import dev.setun.model.BlockScales;
import dev.setun.model.TernaryMatrix;

/// A linear with several block scales (numerics.md: block-scales): an int32 accumulator for every
/// 256 columns, y = (sum over blocks of acc\[block\] * d\[block\]) / s.
///
/// It is not one integer matrix multiplication, so it is computed here whatever the backend, and an
/// [Observer] sees its activations but no [dev.setun.model.LinearCall].
///
/// @param scales d
record BlockScaledLinear(TernaryMatrix weights, BlockScales scales) implements ProfileLinear {

  @Override
  public float[] apply(LinearInput x, Execution on) {
    Quantised input = x.codes(CodeRule.OF_PROFILE, on);
    int rows = weights.rows();
    float[] y = new float[Math.multiplyExact(input.tokens(), rows)];
    on.workers()
        .split(
            rows,
            1,
            (from, to) -> {
              byte[] trits = new byte[weights.columns()];
              for (int row = from; row < to; row++) {
                weights.unpackRow(row, trits);
                for (int token = 0; token < input.tokens(); token++) {
                  y[token * rows + row] = output(row, trits, input, token);
                }
              }
            });
    return y;
  }

  private float output(int row, byte[] trits, Quantised input, int token) {
    int from = token * trits.length;
    float sum = 0;
    for (int block = 0; block < scales.blocksPerRow(); block++) {
      int accumulator = 0;
      int end = (block + 1) * BlockScales.BLOCK_COLUMNS;
      for (int k = block * BlockScales.BLOCK_COLUMNS; k < end; k++) {
        accumulator += trits[k] * input.codes()[from + k];
      }
      sum += accumulator * scales.value(row, block);
    }
    return sum / input.scales()[token];
  }
}
