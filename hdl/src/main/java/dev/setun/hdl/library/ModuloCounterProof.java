package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bool;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// A [ModuloCounter] beside what its inputs of the cycle before ask for.
record ModuloCounterProof(ModuloCounter counter) implements Module<ModuloCounter.Io> {
  @Override
  public ModuloCounter.Io ports(PortList p) {
    return counter.ports(p);
  }

  @Override
  public void build(Circuit c, ModuloCounter.Io io) {
    UInt value = counter.describe(c, io);
    UInt before = c.delay("shadow_count", value, 0);
    Bool counted = c.delay("shadow_enable", io.enable(), 0);
    Bool cleared = c.delay("shadow_clear", io.clear(), 0);
    Bool running = c.register("shadow_running", bool(), 0);
    running.drive(Bool.TRUE);
    Bool wraps = before.equal(counter.modulo() - 1);
    UInt counts = counted.select(wraps.select(before.zero(), before.addWrap(1)), before);
    c.assertAlways("in_range", value.atMost(counter.modulo() - 1));
    c.assertAlways("starts_at_zero", running.or(value.equal(0)));
    c.assertAlways("counts", running.not().or(value.equal(cleared.select(before.zero(), counts))));
  }
}
