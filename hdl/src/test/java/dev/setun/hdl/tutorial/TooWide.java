package dev.setun.hdl.tutorial;

import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// A mistake: the sum has one bit more than the register.
public record TooWide() implements Module<UInt> {
  @Override
  public UInt ports(PortList p) {
    return p.out("count", uint(4));
  }

  @Override
  public void build(Circuit c, UInt count) {
    UInt value = c.register("value", uint(4), 0);
    value.drive(value.addGrow(UInt.of(1, 4)));
    count.drive(value);
  }
}
