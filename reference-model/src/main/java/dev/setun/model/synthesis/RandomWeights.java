package dev.setun.model.synthesis;

import dev.setun.model.TernaryMatrix;

/// Random ternary weights, made when they are read.
///
/// @param zeros of 65536 weights so many are 0
record RandomWeights(RandomTensor random, int rows, int columns, int zeros)
    implements TernaryMatrix {
  @Override
  public void unpackRow(int row, byte[] into) {
    random.trits((long) row * Math.ceilDiv(columns, 4), zeros, into, columns);
  }
}
