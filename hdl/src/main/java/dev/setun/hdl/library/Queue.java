package dev.setun.hdl.library;

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

/// A first-in first-out queue in a memory. A word that enters in one cycle can leave in the next;
/// words enter and leave in the same cycle unless the queue is full or empty. `ready` does not
/// depend on the other side's within a cycle.
///
/// @param width bits of a word, 1 or more
/// @param depth words, 2 or more; not only powers of two
public record Queue(int width, int depth) implements Module<Queue.Io> {
  public Queue {
    Parameters.require("width", width, 1);
    Parameters.require("depth", depth, 2);
  }

  /// The ports.
  ///
  /// @param level words inside
  public record Io(Stream<Bits> in, Stream<Bits> out, UInt level) {}

  /// What a proof looks at.
  record State(Memory<Bits> words, UInt head, UInt tail, UInt level, Bool push, Bool pop) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.streamIn("in", bits(width)),
        p.streamOut("out", bits(width)),
        p.out("level", uintUpTo(depth)));
  }

  @Override
  public void build(Circuit c, Io io) {
    describe(c, io);
  }

  State describe(Circuit c, Io io) {
    Memory<Bits> words = c.memory("words", bits(width), depth);
    UInt head = c.register("head", words.addressType(), 0);
    UInt tail = c.register("tail", words.addressType(), 0);
    UInt held = c.register("held", uintUpTo(depth), 0);
    io.in().ready().drive(held.notEqual(depth));
    io.out().valid().drive(held.notEqual(0));
    io.out().data().drive(words.read(head));
    io.level().drive(held);
    Bool push = c.named("push", io.in().valid().and(held.notEqual(depth)));
    Bool pop = c.named("pop", io.out().ready().and(held.notEqual(0)));
    c.when(
        push,
        () -> {
          words.write(tail, io.in().data());
          tail.drive(next(tail));
        });
    c.when(pop, () -> head.drive(next(head)));
    c.when(push.and(pop.not()), () -> held.drive(held.addWrap(1)))
        .elseWhen(pop.and(push.not()), () -> held.drive(held.subWrap(1)));
    return new State(words, head, tail, held, push, pop);
  }

  private UInt next(UInt pointer) {
    return pointer.equal(depth - 1).select(pointer.zero(), pointer.addWrap(1));
  }
}
