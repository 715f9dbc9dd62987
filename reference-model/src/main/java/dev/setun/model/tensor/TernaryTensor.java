package dev.setun.model.tensor;

import dev.setun.model.TernaryMatrix;
import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Ternary weights and their scale apart from any packing: what every packing can be made into and
/// made from.
///
/// @param weights the codes
/// @param scale per tensor, or per 256 columns of a matrix with `columns / 256` blocks
public record TernaryTensor(TernaryMatrix weights, TernaryScale scale) {
  private static final double LEAST_MAGNITUDE = 1e-6;

  public TernaryTensor {
    if (scale instanceof TernaryScale.PerBlock blocks
        && blocks.blocksPerRow() * TernaryBlocks.BLOCK_COLUMNS != weights.columns()) {
      throw new IllegalArgumentException(
          "expected "
              + weights.columns()
              + " columns of block scales, found "
              + blocks.blocksPerRow() * TernaryBlocks.BLOCK_COLUMNS);
    }
  }

  /// bitnet.cpp's `quantize_i2_s`, for weights that are already -s, 0 or +s: the scale is the
  /// largest magnitude, a magnitude below 1e-6 is 0, the sign decides otherwise (spec 3.3).
  public static TernaryTensor ofTernaryValues(int rows, int columns, RowSource source) {
    float[] values = new float[columns];
    byte[] trits = new byte[Math.multiplyExact(rows, columns)];
    double largest = 0;
    for (int row = 0; row < rows; row++) {
      source.read(row, values);
      for (int column = 0; column < columns; column++) {
        double value = values[column];
        largest = Math.max(largest, Math.abs(value));
        trits[row * columns + column] =
            (byte) (Math.abs(value) < LEAST_MAGNITUDE ? 0 : value > 0 ? 1 : -1);
      }
    }
    return new TernaryTensor(
        TernaryMatrix.of(rows, columns, trits), new TernaryScale.PerTensor((float) largest));
  }

  /// Why `target` cannot hold this tensor without changing a weight or, unless `rounding` allows
  /// it, a scale; nothing when it can.
  public Optional<String> obstacle(TernaryPacking target, ScaleRounding rounding) {
    Optional<String> shape = target.shapeProblem(weights.rows(), weights.columns());
    if (shape.isPresent()) {
      return shape;
    }
    return switch (target) {
      case I2s layout when weights.columns() % layout.blockElements() != 0 ->
          Optional.of(
              "I2_S needs rows in multiples of "
                  + layout.blockElements()
                  + " columns, found "
                  + weights.columns());
      case TernaryBlocks blocks -> blockScaleObstacle(blocks, rounding);
      case I2s _, Tl1 _, Tl2 _, HfPacked _ -> oneScaleObstacle(target);
    };
  }

  private Optional<String> blockScaleObstacle(TernaryBlocks target, ScaleRounding rounding) {
    return switch (scale) {
      case TernaryScale.PerTensor(float value)
          when rounding == ScaleRounding.EXACT
              && HalfFloats.ofBinary16(HalfFloats.toBinary16(value)) != value ->
          Optional.of(
              target.label()
                  + " has binary16 scales, found the scale "
                  + value
                  + ", which is not a binary16");
      case TernaryScale.PerTensor _, TernaryScale.PerBlock _ -> Optional.empty();
    };
  }

  private Optional<String> oneScaleObstacle(TernaryPacking target) {
    return switch (scale) {
      case TernaryScale.PerTensor _ -> Optional.empty();
      case TernaryScale.PerBlock blocks -> {
        BlockScaleSurvey survey = BlockScaleSurvey.of(weights, blocks);
        yield survey.uniform()
            ? Optional.empty()
            : Optional.of(
                target.label()
                    + " has one scale, found "
                    + survey.first()
                    + " and "
                    + survey.other()
                    + " in row "
                    + survey.otherRow());
      }
    };
  }

  /// As above, for weights that are written as numbers -s, 0 and s, and read back as
  /// [#ofTernaryValues] reads them.
  public Optional<String> obstacle(ScalarType target, ScaleRounding rounding) {
    Optional<String> shape = target.shapeProblem(weights.rows(), weights.columns());
    if (shape.isPresent()) {
      return shape;
    }
    if (!hasOneScale()) {
      return Optional.of(
          "numbers are read back with one scale for the tensor, found blocks with different ones");
    }
    float value = tensorScale();
    float held =
        switch (target) {
          case F32 -> value;
          case F16 -> HalfFloats.ofBinary16(HalfFloats.toBinary16(value));
          case BF16 -> HalfFloats.ofBfloat16(HalfFloats.toBfloat16(value));
        };
    if (held < LEAST_MAGNITUDE && value != 0) {
      return Optional.of("numbers below 1e-6 are read back as 0, found the scale " + value);
    }
    return held == value || rounding == ScaleRounding.TO_BINARY16
        ? Optional.empty()
        : Optional.of(target.label() + " cannot hold the scale " + value);
  }

  /// Writes the tensor in another packing.
  ///
  /// For [HfPacked] the scale is not written; it is [#tensorScale]. All-zero blocks of TQ1_0 and
  /// TQ2_0 made from a scale per tensor get the scale 0, as upstream's quantiser gives them.
  ///
  /// @param into exactly the bytes of the shape, overwritten
  /// @throws IllegalArgumentException if there is an [#obstacle]
  public void pack(TernaryPacking target, ScaleRounding rounding, MemorySegment into) {
    Optional<String> obstacle = obstacle(target, rounding);
    if (obstacle.isPresent()) {
      throw new IllegalArgumentException(obstacle.get());
    }
    if (into.byteSize() != target.byteSize(weights.rows(), weights.columns())) {
      throw new IllegalArgumentException(
          "expected "
              + target.byteSize(weights.rows(), weights.columns())
              + " bytes, found "
              + into.byteSize());
    }
    into.fill((byte) 0);
    byte[] trits = new byte[weights.columns()];
    for (int row = 0; row < weights.rows(); row++) {
      weights.unpackRow(row, trits);
      packRow(target, trits, row, into);
    }
    long tail = tailOffset(target);
    if (tail >= 0) {
      LittleEndian.putFloat(into, tail, tensorScale());
    }
  }

  private void packRow(TernaryPacking target, byte[] trits, int row, MemorySegment into) {
    switch (target) {
      case TernaryBlocks blocks ->
          packBlocks(blocks, trits, row, into, blocks.byteSize(1, trits.length) * row);
      case I2s layout -> I2sCodec.packRow(layout, trits, into, row);
      case Tl1 tl1 -> Tl1Codec.packRow(tl1, trits, into, row);
      case Tl2 tl2 -> Tl2Codec.packRow(tl2, trits, into, weights.rows(), row);
      case HfPacked _ -> HfCodec.packRow(trits, into, weights.rows(), row);
    }
  }

  /// Writes the rows `[from, to)` from the start of `into`, codes only.
  ///
  /// @param target one whose rows are whole bytes: I2_S, TQ1_0 or TQ2_0
  void packRows(TernaryPacking target, int from, int to, MemorySegment into) {
    byte[] trits = new byte[weights.columns()];
    for (int row = from; row < to; row++) {
      weights.unpackRow(row, trits);
      switch (target) {
        case I2s layout -> I2sCodec.packRow(layout, trits, into, row - from);
        case TernaryBlocks blocks ->
            packBlocks(blocks, trits, row, into, blocks.byteSize(1, trits.length) * (row - from));
        case Tl1 _, Tl2 _, HfPacked _ ->
            throw new IllegalArgumentException(
                "expected a packing by rows, found " + target.label());
      }
    }
  }

  private void packBlocks(
      TernaryBlocks target, byte[] trits, int row, MemorySegment into, long firstByte) {
    long offset = firstByte;
    for (int block = 0; block < trits.length / TernaryBlocks.BLOCK_COLUMNS; block++) {
      int start = block * TernaryBlocks.BLOCK_COLUMNS;
      putCodes(target, trits, start, into, offset);
      short d =
          switch (scale) {
            case TernaryScale.PerBlock blocks -> blocks.bits(row, block);
            case TernaryScale.PerTensor(float value) ->
                BlockScaleSurvey.isZero(trits, start) ? 0 : HalfFloats.toBinary16(value);
          };
      LittleEndian.putShort(into, offset + target.scaleOffset(), d);
      offset += target.blockBytes();
    }
  }

  static void putCodes(
      TernaryBlocks target, byte[] trits, int start, MemorySegment into, long offset) {
    switch (target) {
      case TQ1_0 -> Tq1Codec.packBlock(trits, start, into, offset);
      case TQ2_0 -> Tq2Codec.packBlock(trits, start, into, offset);
    }
  }

  /// Where the scale is, -1 if not at one place.
  private long tailOffset(TernaryPacking target) {
    return switch (target) {
      case TernaryBlocks _, HfPacked _ -> -1;
      case I2s _ -> I2s.codeBytes(weights.rows(), weights.columns());
      case Tl1 _ -> Tl1.codeBytes(weights.rows(), weights.columns());
      case Tl2 _ -> Tl2.codeBytes(weights.rows(), weights.columns());
    };
  }

  /// Whether there is one scale for the whole tensor: of blocks that have a weight other than 0, no
  /// two have different ones.
  public boolean hasOneScale() {
    return switch (scale) {
      case TernaryScale.PerTensor _ -> true;
      case TernaryScale.PerBlock blocks -> BlockScaleSurvey.of(weights, blocks).uniform();
    };
  }

  /// The one scale of the tensor. Blocks without a weight other than 0 do not count; a tensor of
  /// only such blocks has the scale 0.
  ///
  /// @throws IllegalArgumentException if there are several
  public float tensorScale() {
    return switch (scale) {
      case TernaryScale.PerTensor(float value) -> value;
      case TernaryScale.PerBlock blocks -> {
        BlockScaleSurvey survey = BlockScaleSurvey.of(weights, blocks);
        if (!survey.uniform()) {
          throw new IllegalArgumentException(
              "expected one scale, found " + survey.first() + " and " + survey.other());
        }
        yield survey.first();
      }
    };
  }
}
