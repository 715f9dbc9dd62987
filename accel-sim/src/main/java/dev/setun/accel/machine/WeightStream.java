package dev.setun.accel.machine;

import dev.setun.model.TernaryMatrix;
import java.util.Arrays;

/// The weight beats of one linear, in stream order, two bits a weight (code = weight + 1).
///
/// Keeps the rows of one output tile unpacked and one weight word packed, so reading beats in order
/// is cheap; any order is allowed. Not for use by two threads at once.
public final class WeightStream {
  private static final int CODE_BITS = 2;
  private static final int ZERO_CODE = 1;

  private final StreamOrder order;
  private final TernaryMatrix weights;
  private final int lanes;
  private final int beatBits;
  private final int beatsPerWord;
  private final byte[][] tileRows;
  private final long[] word;
  private int tileHeld = -1;
  private long wordHeld = -1;

  WeightStream(StreamOrder order, TernaryMatrix weights, int rows, int lanes, int beatBits) {
    this.order = order;
    this.weights = weights;
    this.lanes = lanes;
    this.beatBits = beatBits;
    int wordBits = CODE_BITS * rows * lanes;
    this.beatsPerWord = wordBits / beatBits;
    this.tileRows = new byte[rows][order.kWords() * lanes];
    this.word = new long[BitVectors.words(wordBits)];
  }

  /// Writes weight beat `beat`.
  ///
  /// @param into at least ceil(B / 64) longs, overwritten
  public void beat(long beat, long[] into) {
    hold(beat / beatsPerWord);
    Arrays.fill(into, 0);
    BitVectors.copy(word, (int) (beat % beatsPerWord) * beatBits, into, 0, beatBits);
  }

  private void hold(long wanted) {
    if (wanted == wordHeld) {
      return;
    }
    holdTile(order.outputTileOfWord(wanted));
    int firstInput = (int) (wanted % order.kWords()) * lanes;
    int bit = 0;
    long bits = 0;
    for (byte[] row : tileRows) {
      for (int lane = 0; lane < lanes; lane++) {
        bits |= (long) (row[firstInput + lane] + ZERO_CODE) << bit; // a shift takes bit mod 64
        bit += CODE_BITS;
        if ((bit & 63) == 0) {
          word[(bit >> 6) - 1] = bits;
          bits = 0;
        }
      }
    }
    if ((bit & 63) != 0) {
      word[bit >> 6] = bits;
    }
    wordHeld = wanted;
  }

  private void holdTile(int tile) {
    if (tile == tileHeld) {
      return;
    }
    for (int i = 0; i < tileRows.length; i++) {
      int row = tile * tileRows.length + i;
      if (row < weights.rows()) {
        weights.unpackRow(row, tileRows[i]);
      } else {
        Arrays.fill(tileRows[i], (byte) 0);
      }
    }
    tileHeld = tile;
  }
}
