package dev.setun.hdl.bench;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;

/// The design that simulators are compared on: an array of select-add processing elements that
/// feeds itself, so that no simulator is measured on how inputs come in. All activations are new in
/// every cycle, all weights in every `hold`-th.
///
/// @param rows rows of the array, 1..64
/// @param lanes processing elements a row, a multiple of 16, 16..64
/// @param hold cycles for which weights stay, a power of two, 1..64
public record SelectAddBench(int rows, int lanes, int hold) implements Module<SelectAddBench.Io> {
  private static final int WORD = 32;

  public SelectAddBench {
    if (rows < 1 || rows > 64 || lanes < 16 || lanes > 64 || lanes % 16 != 0) {
      throw new IllegalArgumentException(
          "expected 1..64 rows and 16, 32, 48 or 64 lanes, found " + rows + " x " + lanes);
    }
    if (hold < 1 || hold > 64 || Integer.bitCount(hold) != 1) {
      throw new IllegalArgumentException(
          "expected weights to stay for a power of two of at most 64 cycles, found " + hold);
    }
  }

  /// @param checksum of all accumulators in this cycle
  public record Io(SInt checksum) {}

  @Override
  public Io ports(PortList p) {
    return new Io(p.out("checksum", sint(SelectAddCellRow.TOTAL_BITS)));
  }

  @Override
  public void build(Circuit c, Io io) {
    Bool load = load(c);
    List<SInt> activations = activations(c);
    List<UInt> words = numbers(c, "weights", lanes * SelectAddCell.CODE_BITS / WORD + rows, 77);
    SInt checksum = SInt.of(0, SelectAddCellRow.TOTAL_BITS);
    for (int r = 0; r < rows; r++) {
      SelectAddCellRow.Io row = c.instance("row_" + r, new SelectAddCellRow(lanes));
      row.load().drive(load);
      row.codes().drive(codes(words, r));
      for (int lane = 0; lane < lanes; lane++) {
        row.activations().get(lane).drive(activations.get(lane));
      }
      checksum = checksum.xor(row.total());
    }
    io.checksum().drive(checksum);
  }

  private Bool load(Circuit c) {
    if (hold == 1) {
      Bool always = c.wire("load", bool());
      always.drive(1);
      return always;
    }
    UInt age = c.register("age", uint(Integer.numberOfTrailingZeros(hold)), 0);
    age.drive(age.addWrap(1));
    return c.named("load", age.equal(0));
  }

  private List<SInt> activations(Circuit c) {
    int perWord = WORD / SelectAddCell.ACTIVATION_BITS;
    List<UInt> words = numbers(c, "activations", lanes / perWord, 1);
    List<SInt> activations = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      Bits part = words.get(lane / perWord).slice(lane % perWord, SelectAddCell.ACTIVATION_BITS);
      activations.add(c.named("activation_" + lane, part.asSInt()));
    }
    return activations;
  }

  private static List<UInt> numbers(Circuit c, String name, int count, int seed) {
    List<UInt> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Xorshift source = new Xorshift((seed + i) * 0x9E3779B1);
      numbers.add(c.instance(name + "_" + i, source).number());
    }
    return numbers;
  }

  /// Consecutive words, from another one on in every row.
  private Bits codes(List<UInt> words, int row) {
    return Bits.concat(words.subList(row, row + lanes * SelectAddCell.CODE_BITS / WORD).reversed());
  }

  @Override
  public String description() {
    return rows
        + " x "
        + lanes
        + " select-add processing elements with new activations in every cycle and new weights in"
        + " every "
        + (hold == 1 ? "cycle." : hold + "th.");
  }
}
