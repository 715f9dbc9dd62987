package dev.setun.hdl.bench;

import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// A source of numbers that all look new: Marsaglia's xorshift (shifts 13, 17, 5), 32 bits a cycle.
///
/// @param seed not 0
record Xorshift(int seed) implements Module<Xorshift.Io> {
  private static final int WIDTH = 32;

  /// @param number this cycle's
  record Io(UInt number) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.out("number", uint(WIDTH)));
  }

  @Override
  public void build(Circuit c, Io io) {
    UInt state = c.register("state", uint(WIDTH), Integer.toUnsignedLong(seed));
    UInt first = c.named("first", state.xor(state.shiftLeftGrow(13).low(WIDTH)));
    UInt second = c.named("second", first.xor(first.shiftRightShrink(17).zext(WIDTH)));
    state.drive(second.xor(second.shiftLeftGrow(5).low(WIDTH)));
    io.number().drive(state);
  }

  @Override
  public String moduleName() {
    return "Xorshift_" + Integer.toUnsignedString(seed, 16);
  }

  @Override
  public String description() {
    return "A source of numbers: xorshift with the shifts 13, 17, 5.";
  }
}
