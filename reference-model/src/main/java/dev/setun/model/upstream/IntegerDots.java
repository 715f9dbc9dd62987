package dev.setun.model.upstream;

import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.Q6kBlock;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TernaryScale;
import java.lang.foreign.MemorySegment;

/// One weight row times one quantised activation row, as upstream's portable kernels compute it
/// (`ggml_vec_dot_*_generic` without FMA contraction, bitnet.cpp's I2_S).
public final class IntegerDots {
  private static final int LANES = 8;

  private IntegerDots() {}

  /// Sum of code * q with code = weight + 1, the integer that bitnet.cpp's I2_S kernel gives.
  public static int i2sCodeDot(PackedTernary weights, int row, I8sActivation activation) {
    byte[] trits = new byte[weights.columns()];
    weights.unpackRow(row, trits);
    int sum = 0;
    for (int i = 0; i < trits.length; i++) {
      sum += (trits[i] + 1) * activation.codes()[i];
    }
    return sum;
  }

  /// y = fl(fl((codeDot - sum) / s_x) * s_w); two roundings, in this order (spec 2.3, trap 5).
  public static float i2sRescale(int codeDot, I8sActivation activation, float weightScale) {
    return ((float) codeDot - activation.sum()) / activation.scale() * weightScale;
  }

  /// TQ1_0 or TQ2_0 times Q8_K: sum over the blocks of fl(fl(int) * fl(d_x * d_w)) in binary32.
  ///
  /// @throws IllegalArgumentException if the weights have one scale
  public static float ternaryQ8k(PackedTernary weights, int row, Q8kActivation activation) {
    if (!(weights.scale() instanceof TernaryScale.PerBlock scales)) {
      throw new IllegalArgumentException("expected TQ1_0 or TQ2_0, found " + weights.packing());
    }
    byte[] trits = new byte[weights.columns()];
    weights.unpackRow(row, trits);
    float total = 0;
    for (int block = 0; block < scales.blocksPerRow(); block++) {
      int sum = 0;
      for (int i = block * Q8kActivation.BLOCK; i < (block + 1) * Q8kActivation.BLOCK; i++) {
        sum += trits[i] * activation.codes()[i];
      }
      total += sum * (activation.scales()[block] * scales.value(row, block));
    }
    return total;
  }

  /// Q6_K times Q8_K: element e adds scale * code * q to integer e mod 8; per block each of the
  /// eight is multiplied by fl(d_w * d_x) and added to its binary32 sum; these are added in order.
  public static float q6kQ8k(Tensor weights, long row, Q8kActivation activation) {
    requireType(weights, BlockType.Q6_K);
    float[] sums = new float[LANES];
    int blocks = weights.columns() / Q8kActivation.BLOCK;
    for (int block = 0; block < blocks; block++) {
      Q6kBlock weightBlock = Q6kBlock.of(weights, row * blocks + block);
      int[] lanes = new int[LANES];
      for (int e = 0; e < Q8kActivation.BLOCK; e++) {
        int q = activation.codes()[block * Q8kActivation.BLOCK + e];
        lanes[e % LANES] += weightBlock.scaledCode(e) * q;
      }
      float d = weightBlock.scale() * activation.scales()[block];
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += d * lanes[lane];
      }
    }
    float total = 0;
    for (float sum : sums) {
      total += sum;
    }
    return total;
  }

  /// Q8_0 times Q8_0: sum over 32 elements of fl(int * fl(d_w * d_x)).
  ///
  /// @param activation the row in Q8_0
  public static float q8q8(Tensor weights, long row, MemorySegment activation) {
    requireType(weights, BlockType.Q8_0);
    float total = 0;
    int blocks = weights.columns() / 32;
    for (int block = 0; block < blocks; block++) {
      long w = (row * blocks + block) * BlockType.Q8_0.blockBytes();
      long x = (long) block * BlockType.Q8_0.blockBytes();
      int sum = 0;
      for (int i = 2; i < 34; i++) {
        sum +=
            LittleEndian.getByte(weights.data(), w + i) * LittleEndian.getByte(activation, x + i);
      }
      total += sum * (half(weights.data(), w) * half(activation, x));
    }
    return total;
  }

  /// Q4_0 times Q8_0: sum over 32 elements of fl(fl(int * d_w) * d_x).
  ///
  /// @param activation the row in Q8_0
  public static float q4q8(Tensor weights, long row, MemorySegment activation) {
    requireType(weights, BlockType.Q4_0);
    float total = 0;
    int blocks = weights.columns() / 32;
    for (int block = 0; block < blocks; block++) {
      long w = (row * blocks + block) * BlockType.Q4_0.blockBytes();
      long x = (long) block * BlockType.Q8_0.blockBytes();
      int sum = 0;
      for (int i = 0; i < 16; i++) {
        int codes = LittleEndian.unsignedByte(weights.data(), w + 2 + i);
        sum += ((codes & 15) - 8) * LittleEndian.getByte(activation, x + 2 + i);
        sum += ((codes >> 4) - 8) * LittleEndian.getByte(activation, x + 18 + i);
      }
      total += sum * half(weights.data(), w) * half(activation, x);
    }
    return total;
  }

  private static float half(MemorySegment data, long offset) {
    return HalfFloats.ofBinary16(LittleEndian.getShort(data, offset));
  }

  private static void requireType(Tensor weights, BlockType type) {
    if (weights.type() != type) {
      throw new IllegalArgumentException(
          "expected " + type.label() + ", found " + weights.type().label());
    }
  }
}
