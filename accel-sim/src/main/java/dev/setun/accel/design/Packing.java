package dev.setun.accel.design;

/// How ternary weights lie in memory and on the weight stream.
public enum Packing {
  /// Two bits a weight, code = weight + 1 (0, 1, 2 for -1, 0, +1); code 3 never occurs.
  TWO_BIT(2);

  private final int bitsPerWeight;

  Packing(int bitsPerWeight) {
    this.bitsPerWeight = bitsPerWeight;
  }

  /// Bits that one weight takes.
  public int bitsPerWeight() {
    return bitsPerWeight;
  }
}
