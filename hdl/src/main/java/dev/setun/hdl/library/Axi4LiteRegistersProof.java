package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;

/// [Axi4LiteRegisters] beside what the bus was told: one word, chosen freely, is kept byte by byte
/// from the two halves of each write; each response answers one request, says what it must and
/// stays until it is taken.
record Axi4LiteRegistersProof(Axi4LiteRegisters registers)
    implements Module<Axi4LiteRegistersProof.Io> {
  /// The ports.
  ///
  /// @param watch the word to watch, any that stays the same
  record Io(Axi4LiteRegisters.Io registers, UInt watch) {}

  @Override
  public Io ports(PortList p) {
    return new Io(registers.ports(p), p.in("watch", uint(registers.indexBits())));
  }

  @Override
  public void build(Circuit c, Io io) {
    Axi4LiteRegisters.State state = registers.describe(c, io.registers());
    writes(c, io.registers(), state);
    words(c, io, state);
    reads(c, io.registers());
  }

  /// Each answer to a write answers one address and one word of data.
  private void writes(Circuit c, Axi4LiteRegisters.Io io, Axi4LiteRegisters.State state) {
    Axi4Lite bus = io.bus();
    Bool answers = bus.written().valid().and(bus.written().ready());
    UInt addresses = outstanding(c, "shadow_addresses", passes(bus.writeAddress()), answers);
    Bool data = bus.writeData().valid().and(bus.writeData().ready());
    UInt words = outstanding(c, "shadow_words", data, answers);
    UInt answer = bus.written().valid().asUInt();
    c.assertAlways("an_address_each", addresses.equal(state.hasAddress().asUInt().addGrow(answer)));
    c.assertAlways("a_word_each", words.equal(state.hasData().asUInt().addGrow(answer)));
    stays(c, "b", bus.written().valid(), bus.written().ready(), bus.written().resp());
    // What was asked for when the answer came up.
    Bool known = c.register("shadow_refused", bool(), 0);
    c.when(
        state.commits(),
        () -> known.drive(state.writeIndex().lessThan(registers.controls()).not()));
    c.assertAlways(
        "bresp_true", bus.written().valid().not().or(bus.written().resp().equal(answer(known))));
  }

  private static Bool passes(Axi4Lite.Address channel) {
    return channel.valid().and(channel.ready());
  }

  private static Bits answer(Bool refused) {
    return refused.select(bits(2).of(Axi4Lite.SLAVE_ERROR), bits(2).of(Axi4Lite.OKAY));
  }

  /// Requests less answers.
  private static UInt outstanding(Circuit c, String name, Bool request, Bool answer) {
    UInt count = c.register(name, uintUpTo(3), 0);
    c.when(request.and(answer.not()), () -> count.drive(count.addWrap(1)))
        .elseWhen(answer.and(request.not()), () -> count.drive(count.subWrap(1)));
    return count;
  }

  private static void stays(Circuit c, String channel, Bool valid, Bool ready, Bits payload) {
    Bool waited = c.delay("shadow_" + channel + "_waited", valid.and(ready.not()), 0);
    Bits before = c.delay("shadow_" + channel + "_payload", payload);
    c.assertAlways(channel + "_stays", waited.not().or(valid.and(payload.equal(before))));
  }

  /// The watched word is what the halves of the writes made of it.
  private void words(Circuit c, Io io, Axi4LiteRegisters.State state) {
    Axi4Lite bus = io.registers().bus();
    int width = 8 * registers.bytes();
    UInt watched = c.register("shadow_watched", uint(registers.indexBits()), 0);
    Bool started = c.delay("shadow_started", Bool.TRUE, 0);
    c.when(started.not(), () -> watched.drive(io.watch()));
    UInt index = c.registerWithoutReset("shadow_index", uint(registers.indexBits()));
    c.when(
        passes(bus.writeAddress()), () -> index.drive(registers.index(bus.writeAddress().addr())));
    Bits data = c.registerWithoutReset("shadow_data", bits(width));
    Bits strobes = c.registerWithoutReset("shadow_strobes", bits(registers.bytes()));
    c.when(
        bus.writeData().valid().and(bus.writeData().ready()),
        () -> {
          data.drive(bus.writeData().data());
          strobes.drive(bus.writeData().strb());
        });
    c.assertAlways("same_index", state.hasAddress().not().or(index.equal(state.writeIndex())));
    c.assertAlways(
        "same_data",
        state.hasData().not().or(data.equal(state.data()).and(strobes.equal(state.strobes()))));
    Bits word = c.register("shadow_word", bits(width), 0);
    Bool here = c.named("is_watched", state.commits().and(index.equal(watched)));
    c.when(here.and(started), () -> word.drive(Axi4LiteRegisters.merged(word, data, strobes)));
    Bool pulse = c.delay("shadow_pulse", here, 0);
    c.assertAlways("word_starts_at_0", started.or(word.equal(0)));
    for (int i = 0; i < registers.controls(); i++) {
      Bool watching = started.and(watched.equal(i));
      Bits now = io.registers().control().get(i);
      c.assertAlways("control_" + i + "_as_written", watching.not().or(now.equal(word)));
      c.assertAlways(
          "written_" + i + "_tells",
          watching.not().or(io.registers().written().bit(i).equal(pulse)));
      c.assertAlways("control_" + i + "_starts_at_0", started.or(now.equal(0)));
    }
    c.assertAlways(
        "nothing_held_at_first", started.or(state.hasAddress().or(state.hasData()).not()));
  }

  /// A read gives the word as it was when its address was taken.
  private void reads(Circuit c, Axi4LiteRegisters.Io io) {
    Axi4Lite bus = io.bus();
    Bool asked = passes(bus.readAddress());
    UInt index = registers.index(bus.readAddress().addr());
    Bits expected = c.register("shadow_expected", bits(8 * registers.bytes()), 0);
    Bool beyond = c.register("shadow_beyond", bool(), 0);
    c.when(
        asked,
        () -> {
          expected.drive(expected(c, io, index));
          beyond.drive(index.lessThan(registers.controls() + registers.statuses()).not());
        });
    Bool answers = bus.read().valid().and(bus.read().ready());
    UInt reads = outstanding(c, "shadow_reads", asked, answers);
    c.assertAlways("a_read_each", reads.equal(bus.read().valid().asUInt().zext(reads.width())));
    c.assertAlways(
        "rdata_true",
        bus.read()
            .valid()
            .not()
            .or(bus.read().data().equal(expected).and(bus.read().resp().equal(answer(beyond)))));
    stays(
        c,
        "r",
        bus.read().valid(),
        bus.read().ready(),
        Bits.concat(bus.read().resp(), bus.read().data()));
  }

  /// Said in another way than in the module: by a list that is long enough for every index.
  private Bits expected(Circuit c, Axi4LiteRegisters.Io io, UInt index) {
    Bits zero = bits(8 * registers.bytes()).of(0);
    List<Bits> words = new ArrayList<>(io.control().elements());
    words.addAll(io.status().elements());
    while (words.size() < 1 << registers.indexBits()) {
      words.add(zero);
    }
    return c.pick(words, index);
  }
}
