package dev.setun.hdl.tutorial;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.Stream;
import dev.setun.hdl.UInt;
import dev.setun.hdl.library.SkidBuffer;

/// Passes the words of a stream that are at least `least`, and drops the others.
public record Threshold(int width) implements Module<Threshold.Io> {
  public record Io(UInt least, Stream<Bits> in, Stream<Bits> out) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("least", uint(width)), p.streamIn("in", bits(width)), p.streamOut("out", bits(width)));
  }

  @Override
  public void build(Circuit c, Io io) {
    SkidBuffer.Io buffer = c.instance("buffer", new SkidBuffer(width));
    Bool kept = c.named("kept", io.least().atMost(io.in().data().asUInt()));
    buffer.in().valid().drive(io.in().valid().and(kept));
    buffer.in().data().drive(io.in().data());
    io.in().ready().drive(buffer.in().ready().or(kept.not()));
    io.out().driveFrom(buffer.out());
  }
}
