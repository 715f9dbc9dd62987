package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;
import dev.setun.hdl.Vec;
import java.util.ArrayList;
import java.util.List;

/// Registers on an AXI4-Lite bus: first those that the bus writes (byte by byte) and the hardware
/// reads, then those that the hardware gives and the bus reads. Word i is at byte address i x
/// `bytes`; the address bits below a word are ignored, as AXI4-Lite has it.
///
/// A write to a status or beyond the last word is answered with SLVERR and changes nothing; a read
/// beyond the last word with SLVERR and 0. Address and data of a write come in any order. Every
/// `ready` and every output of a response comes from registers; a write is answered two cycles
/// after the later of its halves, a read one; each takes two cycles at least.
///
/// @param controls words that the bus writes, 1 or more; 0 after reset
/// @param statuses words that the hardware gives, 1 or more
/// @param bytes of a word: 4 or 8
public record Axi4LiteRegisters(int controls, int statuses, int bytes)
    implements Module<Axi4LiteRegisters.Io> {
  public Axi4LiteRegisters {
    Parameters.require("controls", controls, 1);
    Parameters.require("statuses", statuses, 1);
    if (bytes != 4 && bytes != 8) {
      throw new IllegalArgumentException("bytes: expected 4 or 8, found " + bytes);
    }
  }

  /// The ports.
  ///
  /// @param control what the bus wrote last
  /// @param written 1 in the first cycle in which a control has what a write gave it
  public record Io(Axi4Lite bus, Vec<Bits> control, Bits written, Vec<Bits> status) {}

  /// What a proof looks at.
  ///
  /// @param commits that the held write takes effect at the end of this cycle
  record State(
      Bool hasAddress,
      UInt writeIndex,
      Bool hasData,
      Bits data,
      Bits strobes,
      Bool commits,
      Vec<Bits> control) {}

  /// Bits of a byte address.
  public int addressBits() {
    return indexBits() + byteBits();
  }

  int indexBits() {
    // One more than the words need where they fill a power of two: there is always a beyond.
    return 32 - Integer.numberOfLeadingZeros(controls + statuses);
  }

  private int byteBits() {
    return Integer.numberOfTrailingZeros(bytes);
  }

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("s_axi", Axi4Lite.of(addressBits(), bytes)),
        p.out("control", Vec.of(controls, bits(8 * bytes))),
        p.out("written", bits(controls)),
        p.in("status", Vec.of(statuses, bits(8 * bytes))));
  }

  @Override
  public void build(Circuit c, Io io) {
    describe(c, io);
  }

  State describe(Circuit c, Io io) {
    reads(c, io);
    return writes(c, io);
  }

  UInt index(UInt address) {
    return address.bits(addressBits() - 1, byteBits()).asUInt();
  }

  private void reads(Circuit c, Io io) {
    Axi4Lite bus = io.bus();
    Bool valid = c.register("r_valid", bool(), 0);
    Bits data = c.register("r_data", bits(8 * bytes), 0);
    Bits response = c.register("r_resp", bits(2), 0);
    bus.readAddress().ready().drive(valid.not());
    bus.read().valid().drive(valid);
    bus.read().data().drive(data);
    bus.read().resp().drive(response);
    UInt index = c.named("read_index", index(bus.readAddress().addr()));
    c.when(
            valid.not().and(bus.readAddress().valid()),
            () -> {
              valid.drive(Bool.TRUE);
              data.drive(word(io, index));
              response.drive(response(index, controls + statuses));
            })
        .elseWhen(valid.and(bus.read().ready()), () -> valid.drive(Bool.FALSE));
  }

  /// The word at an index, 0 beyond the last.
  Bits word(Io io, UInt index) {
    List<Bits> words = new ArrayList<>(io.control().elements());
    words.addAll(io.status().elements());
    Bits found = bits(8 * bytes).of(0);
    for (int i = 0; i < words.size(); i++) {
      found = index.equal(i).select(words.get(i), found);
    }
    return found;
  }

  private static Bits response(UInt index, int words) {
    return index
        .lessThan(words)
        .select(bits(2).of(Axi4Lite.OKAY), bits(2).of(Axi4Lite.SLAVE_ERROR));
  }

  private State writes(Circuit c, Io io) {
    Axi4Lite bus = io.bus();
    Bool hasAddress = c.register("aw_held", bool(), 0);
    UInt index = c.registerWithoutReset("aw_index", uint(indexBits()));
    Bool hasData = c.register("w_held", bool(), 0);
    Bits data = c.registerWithoutReset("w_data", bits(8 * bytes));
    Bits strobes = c.registerWithoutReset("w_strb", bits(bytes));
    Bool answered = c.register("b_valid", bool(), 0);
    Bits response = c.register("b_resp", bits(2), 0);
    Bool commits = c.named("commits", hasAddress.and(hasData).and(answered.not()));
    bus.writeAddress().ready().drive(hasAddress.not());
    bus.writeData().ready().drive(hasData.not());
    bus.written().valid().drive(answered);
    bus.written().resp().drive(response);
    c.when(commits, () -> hasAddress.drive(Bool.FALSE))
        .elseWhen(
            bus.writeAddress().valid().and(hasAddress.not()),
            () -> {
              hasAddress.drive(Bool.TRUE);
              index.drive(index(bus.writeAddress().addr()));
            });
    c.when(commits, () -> hasData.drive(Bool.FALSE))
        .elseWhen(
            bus.writeData().valid().and(hasData.not()),
            () -> {
              hasData.drive(Bool.TRUE);
              data.drive(bus.writeData().data());
              strobes.drive(bus.writeData().strb());
            });
    c.when(
            commits,
            () -> {
              answered.drive(Bool.TRUE);
              response.drive(response(index, controls));
            })
        .elseWhen(answered.and(bus.written().ready()), () -> answered.drive(Bool.FALSE));
    Vec<Bits> control = control(c, io, commits, index, data, strobes);
    return new State(hasAddress, index, hasData, data, strobes, commits, control);
  }

  private Vec<Bits> control(Circuit c, Io io, Bool commits, UInt index, Bits data, Bits strobes) {
    Vec<Bits> control = c.register("control_q", Vec.of(controls, bits(8 * bytes)));
    List<Bool> written = new ArrayList<>();
    for (int i = 0; i < controls; i++) {
      Bits word = control.get(i);
      Bool here = c.named("writes_" + i, commits.and(index.equal(i)));
      c.when(here, () -> word.drive(merged(word, data, strobes)));
      io.control().get(i).drive(word);
      written.add(c.delay("written_" + i, here, 0));
    }
    io.written().drive(Bits.lanes(written));
    return control;
  }

  /// `next` in the bytes whose strobe is 1, `word` in the others.
  static Bits merged(Bits word, Bits next, Bits strobes) {
    List<Bits> lanes = new ArrayList<>();
    for (int i = 0; i < strobes.width(); i++) {
      lanes.add(strobes.bit(i).select(next.slice(i, 8), word.slice(i, 8)));
    }
    return Bits.lanes(lanes);
  }
}
