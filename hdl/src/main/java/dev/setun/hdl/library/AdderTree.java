package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.sint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import java.util.ArrayList;
import java.util.List;

/// Adds numbers pair by pair, with a register after each level: the sum of what comes in leaves
/// [#latencyCycles] cycles later, a new one in each cycle. Nothing is lost, as the widths grow.
///
/// @param addends 2 or more
/// @param width bits of each, two's complement, 1 or more
public record AdderTree(int addends, int width) implements Module<AdderTree.Io> {
  public AdderTree {
    Parameters.require("addends", addends, 2);
    Parameters.require("width", width, 1);
  }

  /// The ports.
  ///
  /// @param x the addends side by side, the first in the lowest bits
  public record Io(Bits x, SInt sum) {}

  /// Levels, and cycles from the addends to their sum.
  public int latencyCycles() {
    return 32 - Integer.numberOfLeadingZeros(addends - 1);
  }

  /// Bits of the sum.
  public int sumWidth() {
    return width + latencyCycles();
  }

  @Override
  public Io ports(PortList p) {
    return new Io(p.in("x", bits(addends * width)), p.out("sum", sint(sumWidth())));
  }

  @Override
  public void build(Circuit c, Io io) {
    List<SInt> level = new ArrayList<>();
    io.x().split(width).forEach(each -> level.add(each.asSInt()));
    for (int number = 0; level.size() > 1; number++) {
      List<SInt> sums = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        SInt sum =
            i + 1 < level.size() ? level.get(i).addGrow(level.get(i + 1)) : level.get(i).extend(1);
        sums.add(c.delay("level_" + number + "_" + i / 2, sum));
      }
      level.clear();
      level.addAll(sums);
    }
    io.sum().drive(level.getFirst());
  }
}
