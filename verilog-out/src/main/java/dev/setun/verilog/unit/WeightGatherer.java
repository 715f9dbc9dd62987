package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;

/// Gathers the beats of a weight word, lowest bits first. The word is complete with its last beat.
///
/// @param rows R
/// @param rowBits bits of the word for one row
/// @param beatBits bits of a beat, a divisor of the word
public record WeightGatherer(int rows, int rowBits, int beatBits)
    implements Module<WeightGatherer.Io> {

  /// @param passes a beat passes in this cycle
  /// @param complete with it a word is complete
  /// @param weights the word in the cycle in which it is complete, row by row
  public record Io(Bool passes, Bits beat, Bool complete, List<Bits> weights) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("passes", bool()),
        p.in("beat", bits(beatBits)),
        p.out("complete", bool()),
        Widths.list(rows, row -> p.out("weights_" + row, bits(rowBits))));
  }

  @Override
  public void build(Circuit c, Io io) {
    int beats = rows * rowBits / beatBits;
    List<Bits> word = new ArrayList<>();
    for (int beat = 0; beat < beats - 1; beat++) {
      word.add(c.registerWithoutReset("held_" + beat, io.beat().type()));
    }
    word.add(io.beat());
    for (int beat = 0; beat < beats - 1; beat++) {
      // Each beat moves down as the next comes, so that the first is lowest in the end.
      Bits held = word.get(beat);
      Bits next = word.get(beat + 1);
      c.when(io.passes(), () -> held.drive(next));
    }
    io.complete().drive(beats == 1 ? io.passes() : io.passes().and(isLast(c, io, beats)));
    for (int row = 0; row < rows; row++) {
      io.weights().get(row).drive(part(word, row * rowBits));
    }
  }

  private static Bool isLast(Circuit c, Io io, int beats) {
    UInt count = c.register("count", Widths.index(beats), 0);
    Bool last = c.named("last", count.equal(beats - 1L));
    c.when(io.passes(), () -> count.drive(last.select(count.zero(), count.addWrap(1))));
    return last;
  }

  /// Bits `from` .. `from` + `rowBits` - 1 of the word, cut from the beats that they lie in.
  private Bits part(List<Bits> word, int from) {
    List<Bits> pieces = new ArrayList<>();
    for (int at = from; at < from + rowBits; ) {
      int low = at % beatBits;
      int bits = Math.min(beatBits - low, from + rowBits - at);
      pieces.add(word.get(at / beatBits).bits(low + bits - 1, low));
      at += bits;
    }
    return Bits.lanes(pieces);
  }

  @Override
  public String description() {
    return "Gathers the beats of a weight word, lowest bits first. The word is complete with its"
        + " last beat.";
  }
}
