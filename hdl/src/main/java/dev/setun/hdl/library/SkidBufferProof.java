package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;

/// A [SkidBuffer] in which any one beat that enters may be watched: it leaves unchanged, after
/// exactly the beats before it; and a beat that is shown stays until it passes.
record SkidBufferProof(SkidBuffer buffer) implements Module<SkidBufferProof.Io> {
  /// The ports.
  ///
  /// @param watch that the beat that enters is the one to watch
  record Io(SkidBuffer.Io buffer, Bool watch) {}

  @Override
  public Io ports(PortList p) {
    return new Io(buffer.ports(p), p.in("watch", bool()));
  }

  @Override
  public void build(Circuit c, Io io) {
    claim(c, io.buffer(), buffer.describe(c, io.buffer()), io.watch());
  }

  static void claim(Circuit c, SkidBuffer.Io io, SkidBuffer.State state, Bool watch) {
    Bool enters = c.named("enters", io.in().valid().and(state.behind().not()));
    Bool passes = c.named("passes", io.out().ready().and(state.shown()));
    Bool watching = c.register("shadow_watching", bool(), 0);
    Bool oneAhead = c.register("shadow_one_ahead", bool(), 0);
    Bits beat = c.register("shadow_beat", bits(state.first().width()), 0);
    c.when(
            watch.and(watching.not()).and(enters),
            () -> {
              watching.drive(Bool.TRUE);
              beat.drive(io.in().data());
              oneAhead.drive(state.shown().and(passes.not()));
            })
        .elseWhen(
            watching.and(passes),
            () -> {
              watching.drive(oneAhead);
              oneAhead.drive(Bool.FALSE);
            });
    Bits where = oneAhead.select(state.second(), state.first());
    Bool inside = oneAhead.select(state.behind(), state.shown());
    c.assertAlways("kept_unchanged", watching.not().or(inside.and(where.equal(beat))));
    c.assertAlways("none_behind_nothing", state.behind().not().or(state.shown()));
    Bool waits = c.delay("shadow_waits", state.shown().and(io.out().ready().not()), 0);
    Bits waiting = c.delay("shadow_waiting", state.first());
    c.assertAlways(
        "shown_until_taken", waits.not().or(state.shown().and(state.first().equal(waiting))));
  }
}
