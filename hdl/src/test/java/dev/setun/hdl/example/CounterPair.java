package dev.setun.hdl.example;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// Two counters with the same start value, so that properties stand in instances.
public record CounterPair(int limit) implements Module<CounterPair.Io> {
  /// The ports.
  public record Io(Bool enable, Bool load, UInt start, UInt first, UInt second) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("enable", bool()),
        p.in("load", bool()),
        p.in("start", uintUpTo(limit)),
        p.out("first", uintUpTo(limit)),
        p.out("second", uintUpTo(limit)));
  }

  @Override
  public void build(Circuit c, Io io) {
    LimitedCounter.Io first = c.instance("a", new LimitedCounter(limit));
    LimitedCounter.Io second = c.instance("b", new LimitedCounter(limit));
    first.enable().drive(io.enable());
    first.load().drive(io.load());
    first.start().drive(io.start());
    second.enable().drive(io.enable().and(io.load().not()));
    second.load().drive(Bool.FALSE);
    second.start().drive(0);
    io.first().drive(first.count());
    io.second().drive(second.count());
  }
}
