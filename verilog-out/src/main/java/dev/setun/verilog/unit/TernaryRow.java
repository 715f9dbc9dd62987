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

/// One row of L processing elements: a weight register, PEs that give +x, -x or 0, an adder tree
/// with a registered sum, and one accumulator a token.
///
/// @param lanes L
/// @param tokens T
public record TernaryRow(int lanes, int tokens) implements Module<TernaryRow.Io> {
  /// Bits of a result.
  static final int RESULT_BITS = 32;

  /// @param takeWeights the weight register takes `weights` (cycle t of an issue)
  /// @param weights two bits a lane, lane 0 lowest
  /// @param takeSum the sum register takes the sum (cycle t + 1)
  /// @param activations the word read, lane by lane
  /// @param accumulate the accumulator of `token` takes the sum (cycle t + 2)
  /// @param first instead of being increased by it
  /// @param resultToken whose accumulator is shown
  public record Io(
      Bool takeWeights,
      Bits weights,
      Bool takeSum,
      List<SInt> activations,
      Bool accumulate,
      Bool first,
      UInt token,
      UInt resultToken,
      SInt result) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("take_weights", bool()),
        p.in("weights", bits(Widths.CODE_BITS * lanes)),
        p.in("take_sum", bool()),
        Widths.list(lanes, lane -> p.in("activation_" + lane, sint(Widths.ACTIVATION_BITS))),
        p.in("accumulate", bool()),
        p.in("first", bool()),
        p.in("token", Widths.index(tokens)),
        p.in("result_token", Widths.index(tokens)),
        p.out("result", sint(RESULT_BITS)));
  }

  @Override
  public void build(Circuit c, Io io) {
    Bits codes = c.registerWithoutReset("codes", io.weights().type());
    c.when(io.takeWeights(), () -> codes.drive(io.weights()));

    SInt total = adderTree(c, addends(c, io, codes));
    SInt sum = c.registerWithoutReset("sum", total.type());
    c.when(io.takeSum(), () -> sum.drive(total));

    List<SInt> accumulators =
        Widths.list(
            tokens, token -> c.registerWithoutReset("accumulator_" + token, sint(RESULT_BITS)));
    SInt addend = c.named("sum_extended", sum.sext(RESULT_BITS));
    SInt increased = c.pick(accumulators, io.token()).addWrap(addend);
    SInt next = c.named("accumulator_next", io.first().select(addend, increased));
    for (int token = 0; token < tokens; token++) {
      SInt accumulator = accumulators.get(token);
      c.when(io.accumulate().and(io.token().equal(token)), () -> accumulator.drive(next));
    }
    io.result().drive(c.pick(accumulators, io.resultToken()));
  }

  private List<SInt> addends(Circuit c, Io io, Bits codes) {
    List<SInt> addends = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      SelectAdd.Io pe = c.instance("pe_" + lane, new SelectAdd(Widths.ACTIVATION_BITS));
      pe.activation().drive(io.activations().get(lane));
      pe.code().drive(codes.slice(lane, Widths.CODE_BITS));
      addends.add(pe.addend());
    }
    return addends;
  }

  /// The sum of all addends, each level of adders with half as many; one that is left over goes on
  /// to the next level.
  private static SInt adderTree(Circuit c, List<SInt> addends) {
    List<SInt> level = addends;
    for (int depth = 1; level.size() > 1; depth++) {
      List<SInt> next = new ArrayList<>();
      for (int i = 0; i + 1 < level.size(); i += 2) {
        String name = "sum_" + depth + "_" + i / 2;
        next.add(c.named(name, level.get(i).addGrow(level.get(i + 1))));
      }
      if (level.size() % 2 == 1) {
        next.add(level.getLast());
      }
      level = next;
    }
    return level.getFirst();
  }

  @Override
  public String description() {
    return "One row of "
        + lanes
        + " processing elements: a weight register, PEs that give +x, -x or 0, an adder tree with a"
        + " registered sum, and one accumulator a token ("
        + tokens
        + ").";
  }
}
