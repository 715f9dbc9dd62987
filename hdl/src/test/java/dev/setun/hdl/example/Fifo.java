package dev.setun.hdl.example;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Memory;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.Stream;
import dev.setun.hdl.UInt;

/// A queue of words in a memory. A word written in one cycle can leave in the next.
public record Fifo(int width, int depth) implements Module<Fifo.Io> {
  /// The ports.
  public record Io(Stream<Bits> in, Stream<Bits> out) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.streamIn("in", bits(width)), p.streamOut("out", bits(width)));
  }

  @Override
  public void build(Circuit c, Io io) {
    Memory<Bits> words = c.memory("words", bits(width), depth);
    UInt head = c.register("head", words.addressType(), 0);
    UInt tail = c.register("tail", words.addressType(), 0);
    UInt level = c.register("level", uintUpTo(depth), 0);

    io.in().ready().drive(level.notEqual(depth));
    io.out().valid().drive(level.notEqual(0));
    io.out().data().drive(words.read(head));

    Bool push = c.named("push", io.in().passes());
    Bool pop = c.named("pop", io.out().passes());
    c.when(
        push,
        () -> {
          words.write(tail, io.in().data());
          tail.drive(next(tail));
        });
    c.when(pop, () -> head.drive(next(head)));
    c.when(push.and(pop.not()), () -> level.drive(level.addWrap(1)))
        .elseWhen(pop.and(push.not()), () -> level.drive(level.subWrap(1)));
  }

  private UInt next(UInt pointer) {
    return pointer.equal(depth - 1).select(pointer.zero(), pointer.addWrap(1));
  }
}
