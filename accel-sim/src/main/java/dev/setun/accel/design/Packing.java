package dev.setun.accel.design;

/// How ternary weights lie in memory and on the weight stream.
public enum Packing implements Labelled {
  /// Two bits a weight, code = weight + 1 (0, 1, 2 for -1, 0, +1); code 3 never occurs.
  TWO_BIT("2-bit", 2);

  private final String label;
  private final int bitsPerWeight;

  Packing(String label, int bitsPerWeight) {
    this.label = label;
    this.bitsPerWeight = bitsPerWeight;
  }

  @Override
  public String label() {
    return label;
  }

  /// Bits that one weight takes.
  public int bitsPerWeight() {
    return bitsPerWeight;
  }
}
