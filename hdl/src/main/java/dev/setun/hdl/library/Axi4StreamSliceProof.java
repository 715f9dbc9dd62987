package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bool;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;

/// An [Axi4StreamSlice] with the claims of its [SkidBuffer], and AXI's rule for the master, said of
/// AXI's signals.
record Axi4StreamSliceProof(Axi4StreamSlice slice) implements Module<Axi4StreamSliceProof.Io> {
  /// The ports.
  ///
  /// @param watch that the transfer that enters is the one to watch
  record Io(Axi4StreamSlice.Io slice, Bool watch) {}

  @Override
  public Io ports(PortList p) {
    return new Io(slice.ports(p), p.in("watch", bool()));
  }

  @Override
  public void build(Circuit c, Io io) {
    Axi4StreamSlice.Inside inside = slice.describe(c, io.slice());
    SkidBufferProof.claim(c, inside.io(), inside.state(), io.watch());
    Axi4Stream master = io.slice().master();
    Bool waits = c.delay("shadow_held", master.tvalid().and(master.tready().not()), 0);
    Bits payload = c.delay("shadow_payload", master.payload());
    c.assertAlways(
        "tvalid_until_tready",
        waits.not().or(master.tvalid().and(master.payload().equal(payload))));
  }
}
