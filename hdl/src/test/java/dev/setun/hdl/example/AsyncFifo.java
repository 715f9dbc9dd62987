package dev.setun.hdl.example;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.ClockDomain;
import dev.setun.hdl.Memory;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.Stream;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;

/// A queue of 2^`logDepth` words that is filled at `clk` and emptied at `rd_clk`. Each side sees
/// the other's pointer in Gray code, of which one bit changes at a time, through a synchroniser.
public record AsyncFifo(int logDepth, int width) implements Module<AsyncFifo.Io> {
  /// The ports.
  public record Io(ClockDomain reader, Stream<Bits> in, Stream<Bits> out) {}

  @Override
  public Io ports(PortList p) {
    ClockDomain reader = p.clockDomain("rd");
    return new Io(
        reader, p.streamIn("in", bits(width)), p.at(reader).streamOut("out", bits(width)));
  }

  @Override
  public void build(Circuit c, Io io) {
    Memory<Bits> words = c.memory("words", bits(width), 1 << logDepth);
    UInt written = c.register("written", uint(logDepth + 1), 0);
    Bits writtenGray = c.delay("written_gray", gray(written), 0);
    List<UInt> read = new ArrayList<>();
    List<Bits> readGray = new ArrayList<>();
    c.in(
        io.reader(),
        () -> {
          read.add(c.register("taken", uint(logDepth + 1), 0));
          readGray.add(c.delay("taken_gray", gray(read.getFirst()), 0));
        });
    fill(c, io, words, written, readGray.getFirst());
    c.in(io.reader(), () -> drain(c, io, words, read.getFirst(), writtenGray));
  }

  private void fill(Circuit c, Io io, Memory<Bits> words, UInt written, Bits readGray) {
    Bits seen = synchronised(c, "seen_taken", readGray);
    Bits mine = gray(written);
    Bool twoHighestDiffer =
        mine.bit(logDepth)
            .notEqual(seen.bit(logDepth))
            .and(mine.bit(logDepth - 1).notEqual(seen.bit(logDepth - 1)));
    Bool othersEqual =
        logDepth < 2 ? Bool.TRUE : mine.low(logDepth - 1).equal(seen.low(logDepth - 1));
    io.in().ready().drive(twoHighestDiffer.and(othersEqual).not());
    c.when(
        io.in().passes(),
        () -> {
          words.write(written.low(logDepth), io.in().data());
          written.drive(written.addWrap(1));
        });
  }

  private void drain(Circuit c, Io io, Memory<Bits> words, UInt taken, Bits writtenGray) {
    Bits seen = synchronised(c, "seen_written", writtenGray);
    io.out().valid().drive(gray(taken).notEqual(seen));
    io.out().data().drive(c.crossing("word", words.read(taken.low(logDepth))));
    c.when(io.out().passes(), () -> taken.drive(taken.addWrap(1)));
  }

  private static Bits synchronised(Circuit c, String name, Bits value) {
    List<Bool> bits = new ArrayList<>();
    for (int i = 0; i < value.width(); i++) {
      bits.add(c.synchronise(name + i, value.bit(i), 2));
    }
    return Bits.lanes(bits);
  }

  private static Bits gray(UInt value) {
    return value.xor(value.shiftRightShrink(1).zext(value.width())).asBits();
  }
}
