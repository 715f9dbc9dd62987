package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;

import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.Stream;

/// A register slice of an AXI4-Stream: a [SkidBuffer] with AXI's names. A transfer passes in each
/// cycle, one cycle later, and no path of signals crosses it.
///
/// @param bytes byte lanes, 1 or more
public record Axi4StreamSlice(int bytes) implements Module<Axi4StreamSlice.Io> {
  public Axi4StreamSlice {
    Parameters.require("bytes", bytes, 1);
  }

  /// The ports: a slave, a master.
  public record Io(Axi4Stream slave, Axi4Stream master) {}

  /// What a proof looks at: the buffer, with its streams.
  record Inside(SkidBuffer buffer, SkidBuffer.Io io, SkidBuffer.State state) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.in("s_axis", Axi4Stream.of(bytes)), p.out("m_axis", Axi4Stream.of(bytes)));
  }

  @Override
  public void build(Circuit c, Io io) {
    describe(c, io);
  }

  Inside describe(Circuit c, Io io) {
    var buffer = new SkidBuffer(Axi4Stream.payloadWidth(bytes));
    var inside =
        new SkidBuffer.Io(
            c.wire("in", Stream.of(bits(buffer.width()))),
            c.wire("out", Stream.of(bits(buffer.width()))));
    inside.in().valid().drive(io.slave().tvalid());
    inside.in().data().drive(io.slave().payload());
    io.slave().tready().drive(inside.in().ready());
    io.master().tvalid().drive(inside.out().valid());
    io.master().drivePayload(inside.out().data());
    inside.out().ready().drive(io.master().tready());
    return new Inside(buffer, inside, buffer.describe(c, inside));
  }
}
