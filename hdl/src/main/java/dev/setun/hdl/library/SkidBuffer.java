package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.Stream;

/// A register stage of a stream that cuts the paths of `valid`, `data` and `ready`: every output
/// comes from a register. A beat passes in each cycle; the second register takes the beat that is
/// under way when the receiver stops.
///
/// @param width bits of a beat, 1 or more
public record SkidBuffer(int width) implements Module<SkidBuffer.Io> {
  public SkidBuffer {
    Parameters.require("width", width, 1);
  }

  /// The ports.
  public record Io(Stream<Bits> in, Stream<Bits> out) {}

  /// What a proof looks at: the beat that is shown, the beat behind it.
  record State(Bool shown, Bits first, Bool behind, Bits second) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.streamIn("in", bits(width)), p.streamOut("out", bits(width)));
  }

  @Override
  public void build(Circuit c, Io io) {
    describe(c, io);
  }

  State describe(Circuit c, Io io) {
    Bool shown = c.register("shown", bool(), 0);
    Bits first = c.registerWithoutReset("first", bits(width));
    Bool behind = c.register("behind", bool(), 0);
    Bits second = c.registerWithoutReset("second", bits(width));
    Bool moves = c.named("moves", io.out().ready().or(shown.not()));
    c.when(
            moves,
            () -> {
              shown.drive(behind.or(io.in().valid()));
              first.drive(behind.select(second, io.in().data()));
              behind.drive(Bool.FALSE);
            })
        .elseWhen(
            io.in().valid().and(behind.not()),
            () -> {
              behind.drive(Bool.TRUE);
              second.drive(io.in().data());
            });
    io.in().ready().drive(behind.not());
    io.out().valid().drive(shown);
    io.out().data().drive(first);
    return new State(shown, first, behind, second);
  }
}
