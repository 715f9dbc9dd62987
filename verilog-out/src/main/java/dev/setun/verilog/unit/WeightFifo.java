package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Memory;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;
import java.util.List;

/// Holds weight words between the gatherer and the rows, in one bank a row. A word that enters in
/// cycle t can leave in t + 1; room is what there is at the beginning of the cycle.
///
/// @param rows R
/// @param rowBits bits of a word for one row
/// @param words F, a power of two
public record WeightFifo(int rows, int rowBits, int words) implements Module<WeightFifo.Io> {

  /// @param push a word enters; only where there is room
  /// @param entering it, row by row
  /// @param pop the head leaves; only where there is a word
  /// @param hasRoom there are fewer than F words
  /// @param hasWord there is a word
  /// @param head the oldest word, row by row
  public record Io(
      Bool push, List<Bits> entering, Bool pop, Bool hasRoom, Bool hasWord, List<Bits> head) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("push", bool()),
        Widths.list(rows, row -> p.in("entering_" + row, bits(rowBits))),
        p.in("pop", bool()),
        p.out("has_room", bool()),
        p.out("has_word", bool()),
        Widths.list(rows, row -> p.out("head_" + row, bits(rowBits))));
  }

  @Override
  public void build(Circuit c, Io io) {
    UInt writeAt = c.register("write_at", Widths.index(words), 0);
    UInt readAt = c.register("read_at", Widths.index(words), 0);
    UInt held = c.register("held", uintUpTo(words), 0);
    c.when(io.push(), () -> writeAt.drive(writeAt.addWrap(1)));
    c.when(io.pop(), () -> readAt.drive(readAt.addWrap(1)));
    c.when(io.push().and(io.pop().not()), () -> held.drive(held.addWrap(1)))
        .elseWhen(io.pop().and(io.push().not()), () -> held.drive(held.subWrap(1)));
    io.hasRoom().drive(held.notEqual(words));
    io.hasWord().drive(held.notEqual(0));
    c.when(io.push(), () -> c.assume("push_has_room", held.notEqual(words)));
    c.when(io.pop(), () -> c.assume("pop_has_word", held.notEqual(0)));
    c.assertAlways("held_in_range", held.atMost(words));
    if (words > 1) {
      UInt apart = c.named("apart", writeAt.subWrap(readAt));
      c.assertAlways("indices_apart_by_held", apart.equal(held.low(apart.width())));
    }
    for (int row = 0; row < rows; row++) {
      Memory<Bits> bank = c.memory("bank_" + row, bits(rowBits), words);
      Bits entering = io.entering().get(row);
      c.when(io.push(), () -> bank.write(writeAt, entering));
      io.head().get(row).drive(bank.read(readAt));
    }
  }

  @Override
  public String description() {
    return "Holds "
        + words
        + " weight words between the gatherer and the rows, in one bank a row. A word that enters in"
        + " cycle t can leave in t + 1; room is what there is at the beginning of the cycle.";
  }
}
