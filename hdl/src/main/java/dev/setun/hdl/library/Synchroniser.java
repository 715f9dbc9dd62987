package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bool;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;

/// Brings a bit of no clock to `clk` by a chain of registers without reset, each of which gives a
/// metastable one before it a cycle to settle. See [Circuit#synchronise].
///
/// @param stages 2 or more
public record Synchroniser(int stages) implements Module<Synchroniser.Io> {
  public Synchroniser {
    Parameters.require("stages", stages, 2);
  }

  /// The ports.
  public record Io(Bool in, Bool out) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.asynchronous().in("in", bool()), p.out("out", bool()));
  }

  @Override
  public void build(Circuit c, Io io) {
    io.out().drive(c.synchronise("stage", io.in(), stages));
  }
}
