package dev.setun.hdl.bench;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import java.util.ArrayList;
import java.util.List;

/// A row of processing elements, the sum of what they give, and an accumulator.
///
/// @param lanes processing elements
record SelectAddCellRow(int lanes) implements Module<SelectAddCellRow.Io> {
  static final int TOTAL_BITS = 32;

  /// @param load the weights are taken from `codes`, two bits a lane, lane 0 lowest
  record Io(Bool load, Bits codes, List<SInt> activations, SInt total) {}

  @Override
  public Io ports(PortList p) {
    Bool load = p.in("load", bool());
    Bits codes = p.in("codes", bits(SelectAddCell.CODE_BITS * lanes));
    List<SInt> activations = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      activations.add(p.in("activation_" + lane, sint(SelectAddCell.ACTIVATION_BITS)));
    }
    return new Io(load, codes, List.copyOf(activations), p.out("total", sint(TOTAL_BITS)));
  }

  @Override
  public void build(Circuit c, Io io) {
    List<SInt> addends = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      SelectAddCell.Io cell = c.instance("pe_" + lane, new SelectAddCell());
      cell.load().drive(io.load());
      cell.code().drive(io.codes().slice(lane, SelectAddCell.CODE_BITS));
      cell.activation().drive(io.activations().get(lane));
      addends.add(cell.addend());
    }
    SInt sum = c.delay("sum", SInt.sumGrow(addends));
    SInt total = c.register("accumulator", sint(TOTAL_BITS), 0);
    total.drive(total.addWrap(sum.sext(TOTAL_BITS)));
    io.total().drive(total);
  }

  @Override
  public String description() {
    return "A row of " + lanes + " processing elements, their sum, and an accumulator.";
  }
}
