package dev.setun.hdl.example;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;

/// `rows` rows on the same numbers, with one of their sums chosen at the output.
public record SelectAddArray(int rows, int lanes) implements Module<SelectAddArray.Io> {
  private static final int SUM_BITS = 32;

  /// The ports.
  public record Io(Bits x, Bits codes, Bool load, Bool clear, Bool add, UInt row, SInt sum) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("x", bits(8 * lanes)),
        p.in("codes", bits(2 * lanes * rows)),
        p.in("load", bool()),
        p.in("clear", bool()),
        p.in("add", bool()),
        p.in("row", uintUpTo(rows - 1L)),
        p.out("sum", sint(SUM_BITS)));
  }

  @Override
  public void build(Circuit c, Io io) {
    Bits word = c.delay("word", io.x());
    List<SInt> sums = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      SelectAddRow.Io row = c.instance("row_" + r, new SelectAddRow(lanes, 8, SUM_BITS));
      row.x().drive(word);
      row.codes().drive(io.codes().slice(r, 2 * lanes));
      row.load().drive(io.load());
      row.clear().drive(io.clear());
      row.add().drive(io.add());
      sums.add(row.sum());
    }
    io.sum().drive(c.pick(sums, io.row()));
  }
}
