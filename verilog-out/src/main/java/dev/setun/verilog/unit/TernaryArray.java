package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;

import dev.setun.accel.design.PeSpec;
import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.UInt;
import java.util.List;

/// R rows that share one activation buffer, and the pipeline of an issue: read in cycle t, sum in t
/// + 1, accumulate in t + 2.
///
/// @param rows R
/// @param lanes L
/// @param tokens T
/// @param pe what a processing element is
public record TernaryArray(int rows, int lanes, int tokens, PeSpec pe)
    implements Module<TernaryArray.Io> {

  /// @param issue there is an issue in this cycle
  /// @param first of the first weight word of its output tile
  /// @param token of this token
  /// @param weights the weight word, row by row
  /// @param activations the word that the issue of the cycle before has read, lane by lane
  /// @param resultToken whose accumulators are shown
  /// @param results them, row by row
  public record Io(
      Bool issue,
      Bool first,
      UInt token,
      List<Bits> weights,
      List<SInt> activations,
      UInt resultToken,
      List<SInt> results) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("issue", bool()),
        p.in("first", bool()),
        p.in("token", Widths.index(tokens)),
        Widths.list(rows, row -> p.in("weights_" + row, bits(Widths.CODE_BITS * lanes))),
        Widths.list(lanes, lane -> p.in("activation_" + lane, sint(Widths.ACTIVATION_BITS))),
        p.in("result_token", Widths.index(tokens)),
        Widths.list(rows, row -> p.out("result_" + row, sint(TernaryRow.RESULT_BITS))));
  }

  @Override
  public void build(Circuit c, Io io) {
    Bool read = c.delay("read", io.issue(), 0);
    Bool readFirst = c.delay("read_first", io.first());
    UInt readToken = c.delay("read_token", io.token());
    Bool summed = c.delay("summed", read, 0);
    Bool summedFirst = c.delay("summed_first", readFirst);
    UInt summedToken = c.delay("summed_token", readToken);
    for (int r = 0; r < rows; r++) {
      TernaryRow.Io row = c.instance("row_" + r, rowModule());
      row.takeWeights().drive(io.issue());
      row.weights().drive(io.weights().get(r));
      row.takeSum().drive(read);
      for (int lane = 0; lane < lanes; lane++) {
        row.activations().get(lane).drive(io.activations().get(lane));
      }
      row.accumulate().drive(summed);
      row.first().drive(summedFirst);
      row.token().drive(summedToken);
      row.resultToken().drive(io.resultToken());
      io.results().get(r).drive(row.result());
    }
  }

  private TernaryRow rowModule() {
    return switch (pe) {
      case PeSpec.SelectAdd _ -> new TernaryRow(lanes, tokens);
    };
  }

  @Override
  public String moduleName() {
    return "TernaryArray_" + rows + "_" + lanes + "_" + tokens;
  }

  @Override
  public String description() {
    return rows
        + " rows that share one activation buffer, and the pipeline of an issue: read in cycle t,"
        + " sum in t + 1, accumulate in t + 2.";
  }
}
