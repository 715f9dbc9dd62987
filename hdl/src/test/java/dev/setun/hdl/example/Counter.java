package dev.setun.hdl.example;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// Counts the cycles in which `enable` is 1, modulo 2^width; `clear` wins.
public record Counter(int width) implements Module<Counter.Io> {
  /// The ports.
  public record Io(Bool enable, Bool clear, UInt count) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.in("enable", bool()), p.in("clear", bool()), p.out("count", uint(width)));
  }

  @Override
  public void build(Circuit c, Io io) {
    UInt value = c.register("value", uint(width), 0);
    c.when(io.clear(), () -> value.drive(0))
        .elseWhen(io.enable(), () -> value.drive(value.addWrap(1)));
    io.count().drive(value);
  }
}
