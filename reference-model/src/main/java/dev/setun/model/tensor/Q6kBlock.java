package dev.setun.model.tensor;

import java.lang.foreign.MemorySegment;

/// One block of a Q6_K tensor, for kernels that multiply its integers.
///
/// @param data the tensor
/// @param offset where the block is
public record Q6kBlock(MemorySegment data, long offset) {
  /// Block `index` of a tensor, counted over all its rows.
  public static Q6kBlock of(Tensor tensor, long index) {
    return new Q6kBlock(tensor.data(), index * BlockType.Q6_K.blockBytes());
  }

  /// d.
  public float scale() {
    return Q6kCodec.scaleOf(data, offset);
  }

  /// The int8 scale of the group of 16 that an element is in.
  public int groupScale(int element) {
    return Q6kCodec.groupScale(data, offset, element / 16);
  }

  /// The int8 scale of the group of an element times its code, -4096..4096.
  public int scaledCode(int element) {
    return groupScale(element) * Q6kCodec.code(data, offset, element);
  }
}
