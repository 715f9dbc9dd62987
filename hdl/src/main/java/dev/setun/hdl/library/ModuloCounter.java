package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// Counts the cycles in which `enable` is 1, from 0 to `modulo - 1` and again from 0. `clear` sets
/// it to 0 and wins; `last` is 1 while `enable` is about to bring it back to 0.
///
/// @param modulo 2 or more
public record ModuloCounter(int modulo) implements Module<ModuloCounter.Io> {
  public ModuloCounter {
    Parameters.require("modulo", modulo, 2);
  }

  /// The ports.
  public record Io(Bool enable, Bool clear, UInt count, Bool last) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("enable", bool()),
        p.in("clear", bool()),
        p.out("count", uintUpTo(modulo - 1L)),
        p.out("last", bool()));
  }

  @Override
  public void build(Circuit c, Io io) {
    describe(c, io);
  }

  /// @return the register
  UInt describe(Circuit c, Io io) {
    UInt value = c.register("value", uintUpTo(modulo - 1L), 0);
    Bool atEnd = c.named("at_end", value.equal(modulo - 1));
    c.when(io.clear(), () -> value.drive(0))
        .elseWhen(io.enable(), () -> value.drive(atEnd.select(value.zero(), value.addWrap(1))));
    io.count().drive(value);
    io.last().drive(atEnd.and(io.enable()));
    return value;
  }
}
