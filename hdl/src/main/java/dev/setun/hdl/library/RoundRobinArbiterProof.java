package dev.setun.hdl.library;

import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// A [RoundRobinArbiter] beside a count, for each requester, of the others served while it waits.
record RoundRobinArbiterProof(RoundRobinArbiter arbiter) implements Module<RoundRobinArbiter.Io> {
  @Override
  public RoundRobinArbiter.Io ports(PortList p) {
    return arbiter.ports(p);
  }

  @Override
  public void build(Circuit c, RoundRobinArbiter.Io io) {
    int count = arbiter.requesters();
    UInt first = arbiter.describe(c, io);
    Bits grant = c.named("seen_grant", granted(io, first));
    Bool served = c.named("served", io.accept().and(io.request().reduceOr()));
    c.assertAlways("first_in_range", first.atMost(count - 1));
    for (int i = 0; i < count; i++) {
      Bool request = io.request().bit(i);
      UInt waited = c.register("shadow_waited_" + i, uintUpTo(2L * count), 0);
      c.when(request.not().or(served.and(grant.bit(i))), () -> waited.drive(0))
          .elseWhen(served, () -> waited.drive(waited.addWrap(1)));
      UInt distance = c.named("distance_" + i, distance(first, i, waited.width()));
      // What it has waited and what it may still have to wait.
      c.assertAlways("wait_" + i, waited.addGrow(distance).atMost(count - 1));
    }
  }

  /// Who must be granted, said in another way than in the arbiter: the nearest from `first` on.
  private Bits granted(RoundRobinArbiter.Io io, UInt first) {
    int count = arbiter.requesters();
    Bits grant = io.request().zero();
    for (int start = 0; start < count; start++) {
      Bits nearest = io.request().zero();
      for (int step = count - 1; step >= 0; step--) {
        int who = (start + step) % count;
        nearest =
            io.request().bit(who).select(dev.setun.hdl.Type.bits(count).of(1L << who), nearest);
      }
      grant = first.equal(start).select(nearest, grant);
    }
    return grant;
  }

  private UInt distance(UInt first, int who, int width) {
    UInt wide = first.zext(width);
    UInt ahead = UInt.of(who, width).subWrap(wide);
    return first.atMost(who).select(ahead, ahead.addWrap(arbiter.requesters()));
  }
}
