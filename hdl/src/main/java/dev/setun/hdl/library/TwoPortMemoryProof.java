package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Memory.ReadDuringWrite;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;

/// A [TwoPortMemory] in which any one word that is written is watched from then on: what is read at
/// its address is what was written there last.
record TwoPortMemoryProof(TwoPortMemory memory) implements Module<TwoPortMemoryProof.Io> {
  /// The ports.
  ///
  /// @param watch that the word that is written is to be watched from now on
  record Io(TwoPortMemory.Io memory, Bool watch) {}

  @Override
  public Io ports(PortList p) {
    return new Io(memory.ports(p), p.in("watch", bool()));
  }

  @Override
  public void build(Circuit c, Io io) {
    TwoPortMemory.Io port = io.memory();
    TwoPortMemory.State state = memory.describe(c, port);
    UInt address = c.register("shadow_address", uintUpTo(memory.depth() - 1L), 0);
    Bool written = c.register("shadow_written", bool(), 0);
    Bits word = c.register("shadow_word", bits(memory.width()), 0);
    Bool exists = port.writeAddress().atMost(memory.depth() - 1);
    Bool begins = c.named("begins", io.watch().and(written.not()).and(exists));
    Bool again = c.named("again", written.and(port.writeAddress().equal(address)));
    Bool writes = c.named("writes", port.writeEnable().and(begins.or(again)));
    c.when(
        writes,
        () -> {
          written.drive(Bool.TRUE);
          address.drive(port.writeAddress());
          word.drive(port.writeData());
        });
    claims(c, port, state, new Watched(address, written, word, writes));
  }

  /// The watched address, whether it was written, its word, whether it is being written.
  private record Watched(UInt address, Bool written, Bits word, Bool writes) {}

  private void claims(Circuit c, TwoPortMemory.Io port, TwoPortMemory.State state, Watched it) {
    Bool newWord =
        Bool.of(memory.collision() == ReadDuringWrite.NEW_WORD)
            .and(it.writes())
            .and(port.readAddress().equal(port.writeAddress()));
    Bool known = it.written().and(port.readAddress().equal(it.address()));
    Bool expects = c.register("shadow_expects", bool(), 0);
    Bits expected = c.register("shadow_expected", bits(memory.width()), 0);
    c.when(
        port.readEnable(),
        () -> {
          expects.drive(newWord.or(known));
          expected.drive(newWord.select(port.writeData(), it.word()));
        });
    Bits stored = c.named("stored", state.words().read(it.address()));
    c.assertAlways("is_stored", it.written().not().or(stored.equal(it.word())));
    c.assertAlways("exists", it.address().atMost(memory.depth() - 1));
    c.assertAlways("is_read", expects.not().or(state.read().equal(expected)));
  }
}
