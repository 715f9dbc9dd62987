package dev.setun.hdl.tutorial;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// Counts the cycles in which `go` is 1, from 0 to `limit` and again from 0.
public record Counter(int limit) implements Module<Counter.Io> {
  public record Io(Bool go, UInt count, Bool wraps) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.in("go", bool()), p.out("count", uintUpTo(limit)), p.out("wraps", bool()));
  }

  @Override
  public void build(Circuit c, Io io) {
    UInt value = c.register("value", uintUpTo(limit), 0);
    Bool last = c.named("last", value.equal(limit));
    c.when(io.go(), () -> value.drive(last.select(value.zero(), value.addWrap(1))));
    io.count().drive(value);
    io.wraps().drive(io.go().and(last));
    c.assertAlways("count_in_range", value.atMost(limit));
    c.cover("wraps_at_all", io.wraps());
  }
}
