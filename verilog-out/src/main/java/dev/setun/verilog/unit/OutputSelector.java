package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;

/// Puts the accumulators of one token and one group of P rows on the output port.
///
/// @param rows R
/// @param outputLanes P, a divisor of R
public record OutputSelector(int rows, int outputLanes) implements Module<OutputSelector.Io> {

  /// @param valid otherwise `data` is 0
  /// @param results the accumulators of the token, row by row
  public record Io(Bool valid, UInt group, List<SInt> results, Bits data) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("valid", bool()),
        p.in("group", Widths.index(rows / outputLanes)),
        Widths.list(rows, row -> p.in("result_" + row, sint(TernaryRow.RESULT_BITS))),
        p.out("data", bits(TernaryRow.RESULT_BITS * outputLanes)));
  }

  @Override
  public void build(Circuit c, Io io) {
    List<SInt> lanes = new ArrayList<>();
    for (int lane = 0; lane < outputLanes; lane++) {
      int offset = lane;
      List<SInt> candidates =
          Widths.list(rows / outputLanes, group -> io.results().get(group * outputLanes + offset));
      SInt chosen = c.pick(candidates, io.group());
      lanes.add(c.named("lane_" + lane, io.valid().select(chosen, chosen.zero())));
    }
    io.data().drive(Bits.lanes(lanes));
  }

  @Override
  public String description() {
    return "Puts the accumulators of one token and one group of "
        + outputLanes
        + " rows on the output port.";
  }
}
