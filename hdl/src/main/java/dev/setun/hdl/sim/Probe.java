package dev.setun.hdl.sim;

import dev.setun.hdl.HdlException;
import dev.setun.hdl.ir.Semantics;
import java.math.BigInteger;

/// One signal of a running simulation, found once and read or set often.
public final class Probe {
  private final Simulator simulator;
  private final String path;
  private final int slot;
  private final int width;
  private final boolean signed;
  private final boolean input;

  Probe(Simulator simulator, String path, int slot, FlatDesign.Slot shape, boolean input) {
    this.simulator = simulator;
    this.path = path;
    this.slot = slot;
    this.width = shape.width();
    this.signed = shape.signed();
    this.input = input;
  }

  /// The path by which it was found.
  public String path() {
    return path;
  }

  /// Bits.
  public int width() {
    return width;
  }

  /// Whether the value is two's complement.
  public boolean signed() {
    return signed;
  }

  /// 64-bit words that a value takes.
  public int words() {
    return (width + 63) / 64;
  }

  /// The value in this cycle, with its sign; an unsigned value of 64 bits is given as those bits.
  ///
  /// @throws HdlException if it is wider than 64 bits
  public long get() {
    if (width > 64) {
      throw new HdlException(path + ": expected at most 64 bits for a long, found " + width);
    }
    long bits = word(0);
    return signed ? bits << (64 - width) >> (64 - width) : bits;
  }

  /// The value in this cycle as a number.
  public BigInteger number() {
    BigInteger bits = BigInteger.ZERO;
    for (int i = words() - 1; i >= 0; i--) {
      BigInteger word = BigInteger.valueOf(word(i)).and(Simulator.WORD);
      bits = bits.shiftLeft(64).or(word);
    }
    return Semantics.wrap(bits, width, signed);
  }

  /// Word `word` of the value in this cycle, 0 the least significant, bits beyond the width zero.
  public long word(int word) {
    checkWord(word);
    return simulator.settled().word(slot, word);
  }

  /// Sets an input of the top for this cycle and the following ones.
  ///
  /// @throws HdlException if this is no input of the top, or the value does not fit
  public void set(long value) {
    if (width == 64 && !signed) {
      setWord(0, value);
      return;
    }
    boolean fits =
        width > 64
            ? signed || value >= 0
            : signed ? value << (64 - width) >> (64 - width) == value : value >>> width == 0;
    if (!fits) {
      throw doesNotFit(Long.toString(value));
    }
    for (int i = 0; i < words(); i++) {
      setWord(i, (i == 0 ? value : value >> 63) & mask(i));
    }
  }

  /// Sets an input of the top to a number.
  ///
  /// @throws HdlException if this is no input of the top, or the value does not fit
  public void set(BigInteger value) {
    if (!Semantics.fits(value, width, signed)) {
      throw doesNotFit(value.toString());
    }
    for (int i = 0; i < words(); i++) {
      setWord(i, value.shiftRight(64 * i).longValue() & mask(i));
    }
  }

  /// Sets one word of an input of the top.
  ///
  /// @throws HdlException if this is no input of the top, or bits beyond the width are set
  public void setWord(int word, long bits) {
    checkWord(word);
    if (!input) {
      throw new HdlException(path + ": expected an input of the top to set, found a driven signal");
    }
    if ((bits & ~mask(word)) != 0) {
      throw doesNotFit("0x" + Long.toHexString(bits) + " in word " + word);
    }
    simulator.unsettled().setWord(slot, word, bits);
  }

  private long mask(int word) {
    int bits = width - 64 * word;
    return bits >= 64 ? -1 : (1L << bits) - 1;
  }

  private void checkWord(int word) {
    if (word < 0 || word >= words()) {
      throw new HdlException(path + ": expected a word in 0.." + (words() - 1) + ", found " + word);
    }
  }

  private HdlException doesNotFit(String value) {
    return new HdlException(
        path
            + ": expected "
            + width
            + " bits "
            + (signed ? "signed" : "unsigned")
            + ", found "
            + value);
  }
}
