package dev.setun.hdl.project;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.Stream;
import dev.setun.hdl.UInt;

/// A sum of two slices behind a register, in a stream; edited, something else is computed before it
/// and beside it.
record Piped(boolean edited) implements Module<Piped.Io> {
  record Io(Stream<UInt> in, Stream<UInt> out, Bool other) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.streamIn("in", uint(8)), p.streamOut("out", uint(4)), p.out("other", bool()));
  }

  @Override
  public void build(Circuit c, Io io) {
    UInt data = io.in().data();
    Bool other = Bool.FALSE;
    if (edited) {
      UInt unrelated = c.register("unrelated", uint(3), 0);
      unrelated.drive(unrelated.addWrap(data.addWrap(7).low(3)).addWrap(1).low(3));
      other = unrelated.addGrow(data).low(2).equal(1);
    }
    UInt sum = c.register("sum", uint(4), 0);
    sum.drive(data.addGrow(UInt.of(1, 1)).low(4).addWrap(sum.addGrow(data).low(4)));
    Bool full = c.register("full", bool(), 0);
    full.drive(io.in().valid());
    io.in().ready().drive(io.out().ready());
    io.out().valid().drive(full);
    io.out().data().drive(sum);
    io.other().drive(other);
  }
}
