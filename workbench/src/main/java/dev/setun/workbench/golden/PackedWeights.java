package dev.setun.workbench.golden;

import dev.setun.model.TernaryMatrix;

/// Ternary weights at two bits each: code = weight + 1, four codes a byte, the first in the lowest
/// bits, row after row, each row padded with weight 0 (code 1) to whole bytes.
///
/// @param rowBytes ceil(K / 4)
/// @param bytes N x rowBytes
record PackedWeights(int rowBytes, byte[] bytes) {
  private static final int PER_BYTE = 4;
  static final String LAYOUT =
      "two bits a weight, code = weight + 1 (0, 1, 2); weight (n, k) is in bits 2(k mod 4)+1 .."
          + " 2(k mod 4) of byte n * ceil(K/4) + floor(k/4); rows are padded with code 1";

  static PackedWeights of(TernaryMatrix weights) {
    int rowBytes = Math.ceilDiv(weights.columns(), PER_BYTE);
    byte[] bytes = new byte[Math.multiplyExact(weights.rows(), rowBytes)];
    byte[] row = new byte[weights.columns()];
    for (int n = 0; n < weights.rows(); n++) {
      weights.unpackRow(n, row);
      for (int i = 0; i < rowBytes; i++) {
        bytes[n * rowBytes + i] = pack(row, i * PER_BYTE);
      }
    }
    return new PackedWeights(rowBytes, bytes);
  }

  private static byte pack(byte[] row, int from) {
    int codes = 0;
    for (int i = 0; i < PER_BYTE; i++) {
      int weight = from + i < row.length ? row[from + i] : 0;
      codes |= (weight + 1) << (2 * i);
    }
    return (byte) codes;
  }
}
