package dev.setun.model.safetensors;

import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.WeightSource;
import dev.setun.model.tensor.HfPacked;
import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.RowSource;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TernaryScale;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.traces.InputException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Quantisation of master weights on load (spec 2.1): mean = (float) (sum |W| / n), the sum and the
/// division in binary64, at least 1e-5; s = 1 / mean; weight = clamp(rne(W * s), -1, 1); the scale
/// of the result is 1 / s.
final class Absmean {
  private static final float SMALLEST_MEAN = 1e-5f;

  private Absmean() {}

  /// Reads the tensor twice and keeps two bits a weight.
  ///
  /// @throws InputException if the shape is another, or the weights are not finite
  static Model.Linear quantise(StoredTensor stored, int rows, int columns) {
    Tensor master = stored.matrix(rows, columns);
    float multiplier =
        1.0f / mean(master.where(), master.rows(), master.columns(), master::dequantiseRow);
    TernaryScale scale = new TernaryScale.PerTensor(1.0f / multiplier);
    MemorySegment packed = Arena.ofAuto().allocate(HfPacked.U8.byteSize(rows, columns));
    new TernaryTensor(new Rounded(master, multiplier), scale)
        .pack(HfPacked.U8, ScaleRounding.EXACT, packed);
    PackedTernary weights =
        new PackedTernary(master.where(), HfPacked.U8, rows, columns, packed.asReadOnly(), scale);
    return new Model.Linear(weights, 1.0f / multiplier, new WeightSource.Masters());
  }

  /// The weights as they are rounded, a row at a time; read by one thread.
  @SuppressWarnings("ArrayRecordComponent") // never compared by value
  private record Rounded(Tensor master, float multiplier, float[] values) implements TernaryMatrix {
    Rounded(Tensor master, float multiplier) {
      this(master, multiplier, new float[master.columns()]);
    }

    @Override
    public int rows() {
      return Math.toIntExact(master.rows());
    }

    @Override
    public int columns() {
      return master.columns();
    }

    @Override
    public void unpackRow(int row, byte[] into) {
      master.dequantiseRow(row, values);
      for (int i = 0; i < values.length; i++) {
        into[i] = weight(values[i], multiplier);
      }
    }
  }

  /// clamp(rne(W * s), -1, 1).
  static byte weight(float master, float multiplier) {
    double nearest = Math.rint((double) (master * multiplier)); // rint: half to even
    return (byte) Math.clamp((long) nearest, -1, 1);
  }

  /// Whether a number can be what [#mean] gives.
  static boolean isMean(float number) {
    return number >= SMALLEST_MEAN && Float.isFinite(number);
  }

  /// mean |W|, at least 1e-5.
  ///
  /// @throws InputException if it is not finite
  static float mean(String where, long rows, int columns, RowSource masters) {
    float[] values = new float[columns];
    double sum = 0;
    for (long row = 0; row < rows; row++) {
      masters.read(row, values);
      for (float value : values) {
        sum += Math.abs(value);
      }
    }
    float mean = (float) (sum / (rows * values.length));
    if (!Float.isFinite(mean)) {
      throw new InputException(where, "expected finite weights, found a mean of " + mean);
    }
    return Math.max(mean, SMALLEST_MEAN);
  }
}
