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

/// A [Queue] in which any one word that enters may be watched: it leaves unchanged, after exactly
/// the words that were inside before it. As the watched word is chosen freely, this is order and
/// content of all.
record QueueProof(Queue queue) implements Module<QueueProof.Io> {
  /// The ports.
  ///
  /// @param watch that the word that enters is the one to watch
  record Io(Queue.Io queue, Bool watch) {}

  @Override
  public Io ports(PortList p) {
    return new Io(queue.ports(p), p.in("watch", bool()));
  }

  @Override
  public void build(Circuit c, Io io) {
    Queue.State state = queue.describe(c, io.queue());
    Bool watching = c.register("shadow_watching", bool(), 0);
    Bits word = c.register("shadow_word", bits(queue.width()), 0);
    UInt ahead = c.register("shadow_ahead", uintUpTo(queue.depth()), 0);
    Bool begins = c.named("begins", io.watch().and(watching.not()).and(state.push()));
    Bool leaves = c.named("leaves", watching.and(state.pop()).and(ahead.equal(0)));
    c.when(
            begins,
            () -> {
              watching.drive(Bool.TRUE);
              word.drive(io.queue().in().data());
              ahead.drive(state.pop().select(state.level().subWrap(1), state.level()));
            })
        .elseWhen(leaves, () -> watching.drive(Bool.FALSE))
        .elseWhen(watching.and(state.pop()), () -> ahead.drive(ahead.subWrap(1)));
    c.assertAlways("leaves_unchanged", leaves.not().or(io.queue().out().data().equal(word)));
    c.assertAlways("stays_inside", watching.not().or(ahead.lessThan(state.level())));
    UInt place = wrapped(c, "place", state.head(), ahead);
    Bits stored = state.words().read(place.low(state.words().addressWidth()));
    c.assertAlways("is_stored", watching.not().or(stored.equal(word)));
    c.assertAlways("level_in_range", state.level().atMost(queue.depth()));
    c.assertAlways("head_in_range", state.head().atMost(queue.depth() - 1));
    UInt end = wrapped(c, "end_of_words", state.head(), state.level());
    c.assertAlways("tail_follows", end.equal(state.tail().zext(end.width())));
  }

  /// (pointer + distance) modulo the depth, both at most the depth.
  private UInt wrapped(Circuit c, String name, UInt pointer, UInt distance) {
    UInt sum = pointer.addGrow(distance);
    return c.named(name, sum.lessThan(queue.depth()).select(sum, sum.subWrap(queue.depth())));
  }
}
