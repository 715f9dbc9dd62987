package dev.setun.kernels.head;

import dev.setun.kernels.numerics.Stripes;
import dev.setun.model.RowDots;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Rows that stay in the file: each is decoded on its way through the registers or a buffer in the
/// first-level cache. The dots are those of the canonical profile, bit for bit.
///
/// With 16 lanes four rows of binary16 or bfloat16 are multiplied at once: one row is a chain of
/// dependent additions, which is slower than memory.
public final class SegmentRows implements RowDots {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final int STRIPES = 16;
  private static final int GROUP = 4;

  private final Tensor tensor;
  private final RowDecoder decoder;
  private final boolean fused;
  private final ThreadLocal<float[]> buffer;

  private SegmentRows(Tensor tensor) {
    this.tensor = tensor;
    this.decoder = RowDecoder.of(tensor);
    this.fused = tensor.type() instanceof ScalarType && Stripes.lanes() == STRIPES;
    this.buffer =
        ThreadLocal.withInitial(() -> new float[Math.max(GROUP * STRIPES, tensor.columns())]);
  }

  /// Whether there is fast code for such rows on this machine.
  public static boolean takes(Tensor tensor) {
    return RowDecoder.decodes(tensor.type(), tensor.columns());
  }

  /// @param tensor one that [#takes] takes
  public static SegmentRows of(Tensor tensor) {
    return new SegmentRows(tensor);
  }

  @Override
  public void dots(float[] x, int xFrom, int fromRow, int toRow, float[] into, int intoFrom) {
    float[] values = buffer.get();
    int row = fromRow;
    if (fused) {
      boolean brain = tensor.type() == ScalarType.BF16;
      long bytes = 2L * tensor.columns();
      for (; row + GROUP <= toRow; row += GROUP) {
        if (brain) {
          fourBrain(tensor.data(), row * bytes, tensor.columns(), x, xFrom, values);
        } else {
          fourHalf(tensor.data(), row * bytes, tensor.columns(), x, xFrom, values);
        }
        for (int i = 0; i < GROUP; i++) {
          into[intoFrom + row + i] = Stripes.joined(values, i * STRIPES);
        }
      }
    }
    for (; row < toRow; row++) {
      decoder.decode(row, values);
      into[intoFrom + row] = Stripes.dot(x, xFrom, values, 0, tensor.columns());
    }
  }

  private static void fourHalf(
      MemorySegment rows, long from, int columns, float[] x, int xFrom, float[] stripes) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    long row = 2L * columns;
    for (int i = 0; i < columns; i += STRIPES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i);
      long first = from + 2L * i;
      a = RowDecoder.half(rows, first).fma(v, a);
      b = RowDecoder.half(rows, first + row).fma(v, b);
      c = RowDecoder.half(rows, first + 2 * row).fma(v, c);
      d = RowDecoder.half(rows, first + 3 * row).fma(v, d);
    }
    a.intoArray(stripes, 0);
    b.intoArray(stripes, STRIPES);
    c.intoArray(stripes, 2 * STRIPES);
    d.intoArray(stripes, 3 * STRIPES);
  }

  private static void fourBrain(
      MemorySegment rows, long from, int columns, float[] x, int xFrom, float[] stripes) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    long row = 2L * columns;
    for (int i = 0; i < columns; i += STRIPES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i);
      long first = from + 2L * i;
      a = RowDecoder.brain(rows, first).fma(v, a);
      b = RowDecoder.brain(rows, first + row).fma(v, b);
      c = RowDecoder.brain(rows, first + 2 * row).fma(v, c);
      d = RowDecoder.brain(rows, first + 3 * row).fma(v, d);
    }
    a.intoArray(stripes, 0);
    b.intoArray(stripes, STRIPES);
    c.intoArray(stripes, 2 * STRIPES);
    d.intoArray(stripes, 3 * STRIPES);
  }
}
