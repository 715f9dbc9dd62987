package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;

/// Grants one of several requests in the same cycle. When the grant is accepted, the requester
/// after it comes first: one that keeps requesting is granted after at most `requesters - 1`
/// others.
///
/// @param requesters 2 or more
public record RoundRobinArbiter(int requesters) implements Module<RoundRobinArbiter.Io> {
  public RoundRobinArbiter {
    Parameters.require("requesters", requesters, 2);
  }

  /// The ports.
  ///
  /// @param accept that what is granted in this cycle counts as served
  /// @param grant one bit, of a requester that requests; none if none does
  public record Io(Bits request, Bool accept, Bits grant) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("request", bits(requesters)),
        p.in("accept", bool()),
        p.out("grant", bits(requesters)));
  }

  @Override
  public void build(Circuit c, Io io) {
    describe(c, io);
  }

  /// @return the register with the requester that comes first
  UInt describe(Circuit c, Io io) {
    UInt first = c.register("first", uintUpTo(requesters - 1L), 0);
    List<Bool> fromFirst = new ArrayList<>();
    for (int i = 0; i < requesters; i++) {
      fromFirst.add(io.request().bit(i).and(first.atMost(i)));
    }
    Bits after = c.named("from_first", Bits.lanes(fromFirst));
    Bits grant = c.named("granted", after.reduceOr().select(lowest(after), lowest(io.request())));
    for (int i = 0; i < requesters; i++) {
      int next = (i + 1) % requesters;
      c.when(io.accept().and(grant.bit(i)), () -> first.drive(next));
    }
    io.grant().drive(grant);
    return first;
  }

  /// Only the lowest bit that is 1.
  private static Bits lowest(Bits bits) {
    List<Bool> lowest = new ArrayList<>();
    for (int i = 0; i < bits.width(); i++) {
      Bool mine = bits.bit(i);
      lowest.add(i == 0 ? mine : mine.and(bits.low(i).reduceOr().not()));
    }
    return Bits.lanes(lowest);
  }
}
