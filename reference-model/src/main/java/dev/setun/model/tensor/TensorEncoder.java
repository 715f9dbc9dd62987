package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// Turns binary32 values into any tensor type, as `ggml_quantize_chunk` and `quantize_i2_s` do
/// (spec 2.1, 3.3, 3.7). `docs/formats.md` says which results are bit-equal to upstream's.
public final class TensorEncoder {
  private TensorEncoder() {}

  /// Encodes a matrix.
  ///
  /// Packings with one scale take weights that are already -s, 0 or +s, see
  /// [TernaryTensor#ofTernaryValues]; TQ1_0 and TQ2_0 round to the nearest multiple of the largest
  /// magnitude of each block.
  ///
  /// @param into exactly the bytes of the shape, overwritten
  public static void encode(
      TensorType type, long rows, int columns, RowSource source, MemorySegment into) {
    if (into.byteSize() != type.byteSize(rows, columns)) {
      throw new IllegalArgumentException(
          "expected " + type.byteSize(rows, columns) + " bytes, found " + into.byteSize());
    }
    switch (type) {
      case ScalarType scalar ->
          eachRow(
              rows,
              columns,
              source,
              into,
              scalar.byteSize(1, columns),
              (values, target) -> encodeScalars(scalar, values, target));
      case BlockType blocks ->
          eachRow(
              rows,
              columns,
              source,
              into,
              blocks.byteSize(1, columns),
              (values, target) -> encodeBlocks(blocks, values, target));
      case TernaryBlocks blocks ->
          eachRow(
              rows,
              columns,
              source,
              into,
              blocks.byteSize(1, columns),
              (values, target) -> encodeTernaryBlocks(blocks, values, target));
      case I2s _, Tl1 _, Tl2 _, HfPacked _ ->
          TernaryTensor.ofTernaryValues(Math.toIntExact(rows), columns, source)
              .pack((TernaryPacking) type, ScaleRounding.EXACT, into);
    }
  }

  @FunctionalInterface
  private interface RowEncoder {
    void encode(float[] values, MemorySegment target);
  }

  private static void eachRow(
      long rows,
      int columns,
      RowSource source,
      MemorySegment into,
      long rowBytes,
      RowEncoder encoder) {
    float[] values = new float[columns];
    for (long row = 0; row < rows; row++) {
      source.read(row, values);
      encoder.encode(values, into.asSlice(row * rowBytes, rowBytes));
    }
  }

  private static void encodeScalars(ScalarType scalar, float[] values, MemorySegment target) {
    for (int i = 0; i < values.length; i++) {
      switch (scalar) {
        case F32 -> LittleEndian.putFloat(target, 4L * i, values[i]);
        case F16 -> LittleEndian.putShort(target, 2L * i, HalfFloats.toBinary16(values[i]));
        case BF16 -> LittleEndian.putShort(target, 2L * i, HalfFloats.toBfloat16(values[i]));
      }
    }
  }

  private static void encodeBlocks(BlockType blocks, float[] values, MemorySegment target) {
    long offset = 0;
    for (int start = 0; start < values.length; start += blocks.blockColumns()) {
      switch (blocks) {
        case Q4_0 -> ScaledBlocks.encodeQ4(values, start, target, offset);
        case Q8_0 -> ScaledBlocks.encodeQ8(values, start, target, offset);
        case Q6_K -> Q6kCodec.encode(values, start, target, offset);
      }
      offset += blocks.blockBytes();
    }
  }

  /// d = max|x| of the block, code = x * (1 / d) rounded half away from zero, with d before it is
  /// rounded to binary16.
  private static void encodeTernaryBlocks(
      TernaryBlocks blocks, float[] values, MemorySegment target) {
    byte[] trits = new byte[values.length];
    long offset = 0;
    for (int start = 0; start < values.length; start += TernaryBlocks.BLOCK_COLUMNS) {
      float d = Math.abs(ScaledBlocks.signedMaximum(values, start, TernaryBlocks.BLOCK_COLUMNS));
      float inverse = d == 0 ? 0 : 1 / d;
      for (int i = start; i < start + TernaryBlocks.BLOCK_COLUMNS; i++) {
        trits[i] = (byte) Rounding.halfAway(values[i] * inverse);
      }
      TernaryTensor.putCodes(blocks, trits, start, target, offset);
      LittleEndian.putShort(target, offset + blocks.scaleOffset(), HalfFloats.toBinary16(d));
      offset += blocks.blockBytes();
    }
  }
}
