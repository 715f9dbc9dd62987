package dev.setun.hdl.example;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// Counts to `limit` and begins again at 0; a start value may be loaded, which must be in range.
public record LimitedCounter(int limit) implements Module<LimitedCounter.Io> {
  /// The ports.
  public record Io(Bool enable, Bool load, UInt start, UInt count) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("enable", bool()),
        p.in("load", bool()),
        p.in("start", uintUpTo(limit)),
        p.out("count", uintUpTo(limit)));
  }

  @Override
  public void build(Circuit c, Io io) {
    UInt value = c.register("value", uintUpTo(limit), 0);
    Bool last = c.named("last", value.equal(limit));
    c.when(
            io.load(),
            () -> {
              c.assume("start_in_range", io.start().atMost(limit));
              value.drive(io.start());
            })
        .elseWhen(
            io.enable(),
            () -> {
              c.cover("wraps", last);
              value.drive(last.select(value.zero(), value.addWrap(1)));
            });
    c.assertAlways("count_in_range", value.atMost(limit));
    io.count().drive(value);
  }
}
