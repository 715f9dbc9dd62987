package dev.setun.model.upstream;

import dev.setun.model.BlockScales;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.Q6kBlock;
import dev.setun.model.tensor.Tensor;

/// One weight row times one quantised activation row in the order of ggml's AVX2 kernels, which its
/// x86 builds use; [IntegerDots] has that of the portable ones.
///
/// There are eight lanes. Element e of a block goes to lane (e mod 32) / 4 as an exact integer.
/// After each block the eight integers become binary32, are multiplied by the block's scale fl(d_x
/// * d_w) and are added to eight sums; how these two are rounded depends on the type. Where codes
///   are unsigned, what they are too large by is taken off by sums of 16 activation codes, and
///   those of group g go to lane g / 2: the same total, but not lane by lane. At the end the sums
///   are added as ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)).
public final class LaneDots {
  private static final int LANES = 8;
  private static final int SUM_OF = 16;

  private LaneDots() {}

  /// TQ1_0 or TQ2_0 times Q8_K: product and sum rounded apart.
  ///
  /// @param weights with block scales
  public static float ternaryQ8k(TernaryMatrix weights, int row, Q8kActivation activation) {
    BlockScales scales = weights.blockScales().orElseThrow();
    byte[] trits = new byte[weights.columns()];
    weights.unpackRow(row, trits);
    float[] sums = new float[LANES];
    for (int block = 0; block < scales.blocksPerRow(); block++) {
      int start = block * Q8kActivation.BLOCK;
      int[] lanes = new int[LANES];
      for (int e = 0; e < Q8kActivation.BLOCK; e++) {
        int q = activation.codes()[start + e];
        lanes[lane(e)] += (trits[start + e] + 1) * q;
        lanes[e / SUM_OF / 2] -= q;
      }
      float d = activation.scales()[block] * scales.value(row, block);
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += lanes[lane] * d;
      }
    }
    return total(sums);
  }

  /// Q6_K times Q8_K, fused: the sum becomes fma(integer, scale, sum).
  public static float q6kQ8k(Tensor weights, long row, Q8kActivation activation) {
    requireType(weights, BlockType.Q6_K);
    float[] sums = new float[LANES];
    int blocks = weights.columns() / Q8kActivation.BLOCK;
    for (int block = 0; block < blocks; block++) {
      Q6kBlock weightBlock = Q6kBlock.of(weights, row * blocks + block);
      int[] lanes = new int[LANES];
      for (int e = 0; e < Q8kActivation.BLOCK; e++) {
        int q = activation.codes()[block * Q8kActivation.BLOCK + e];
        int offset = 32 * weightBlock.groupScale(e);
        lanes[lane(e)] += (weightBlock.scaledCode(e) + offset) * q;
        lanes[e / SUM_OF / 2] -= offset * q;
      }
      addFused(sums, lanes, weightBlock.scale() * activation.scales()[block]);
    }
    return total(sums);
  }

  /// Q8_0 times Q8_0, fused.
  public static float q8q8(Tensor weights, long row, Q8Activation activation) {
    requireType(weights, BlockType.Q8_0);
    return blocksOf32(
        weights, row, activation, (data, e) -> LittleEndian.getByte(weights.data(), data + 2 + e));
  }

  /// Q4_0 times Q8_0, fused.
  public static float q4q8(Tensor weights, long row, Q8Activation activation) {
    requireType(weights, BlockType.Q4_0);
    return blocksOf32(
        weights,
        row,
        activation,
        (data, e) -> {
          int codes = LittleEndian.unsignedByte(weights.data(), data + 2 + e % 16);
          return (e < 16 ? codes & 15 : codes >> 4) - 8;
        });
  }

  @FunctionalInterface
  private interface CodeOf {
    int at(long blockOffset, int element);
  }

  private static float blocksOf32(Tensor weights, long row, Q8Activation activation, CodeOf codes) {
    float[] sums = new float[LANES];
    int blocks = weights.columns() / Q8Activation.BLOCK;
    int blockBytes = ((BlockType) weights.type()).blockBytes();
    for (int block = 0; block < blocks; block++) {
      long offset = (row * blocks + block) * blockBytes;
      int[] lanes = new int[LANES];
      for (int e = 0; e < Q8Activation.BLOCK; e++) {
        lanes[lane(e)] += codes.at(offset, e) * activation.codes()[block * Q8Activation.BLOCK + e];
      }
      float d = HalfFloats.ofBinary16(LittleEndian.getShort(weights.data(), offset));
      addFused(sums, lanes, d * activation.scales()[block]);
    }
    return total(sums);
  }

  private static int lane(int element) {
    return element % 32 / 4;
  }

  private static void addFused(float[] sums, int[] lanes, float d) {
    for (int lane = 0; lane < LANES; lane++) {
      sums[lane] = Math.fma(lanes[lane], d, sums[lane]);
    }
  }

  private static float total(float[] s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }

  private static void requireType(Tensor weights, BlockType type) {
    if (weights.type() != type) {
      throw new IllegalArgumentException(
          "expected " + type.label() + ", found " + weights.type().label());
    }
  }
}
