package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One counter for all busy cycles and one for each cause. They change at the end of the cycle that
/// they count.
public record CycleCounters() implements Module<CycleCounters.Io> {
  /// Why a cycle was spent, with its code on the port `cause`.
  enum Cause {
    NONE(0),
    COMPUTE(1),
    FILL(2),
    DRAIN(3),
    WEIGHT_WAIT(4),
    ACTIVATION_WAIT(5),
    OUTPUT_BACKPRESSURE(6);

    /// Bits of the port `cause`.
    static final int BITS = 3;

    private final int code;

    Cause(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /// The code as a constant in a circuit.
    UInt signal() {
      return UInt.of(code, BITS);
    }

    /// Those that have a counter, in the order of the ports.
    static List<Cause> counted() {
      return Arrays.stream(values()).filter(cause -> cause != NONE).toList();
    }

    String counterName() {
      return "count_" + name().toLowerCase(Locale.ROOT);
    }
  }

  /// Bits of a counter.
  static final int COUNTER_BITS = 32;

  /// @param clear all counters start again
  /// @param cause of this cycle; NONE is not counted
  /// @param total all counted cycles
  /// @param counts one for each of `Cause.counted()`
  public record Io(Bool clear, UInt cause, UInt total, List<UInt> counts) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("clear", bool()),
        p.in("cause", uint(Cause.BITS)),
        p.out("count_total", uint(COUNTER_BITS)),
        Cause.counted().stream()
            .map(cause -> p.out(cause.counterName(), uint(COUNTER_BITS)))
            .toList());
  }

  @Override
  public void build(Circuit c, Io io) {
    Bool busy = io.cause().notEqual(Cause.NONE.code());
    io.total().drive(counter(c, "total", io.clear(), busy));
    List<Cause> counted = Cause.counted();
    List<UInt> counting = new ArrayList<>();
    for (int i = 0; i < counted.size(); i++) {
      Bool counts = io.cause().equal(counted.get(i).code());
      String name = counted.get(i).name().toLowerCase(Locale.ROOT);
      io.counts().get(i).drive(counter(c, name, io.clear(), counts));
      counting.add(counts.asUInt().zext(Cause.BITS));
    }
    // So the counters of the causes add up to that of all busy cycles.
    c.assume("cause_in_range", io.cause().atMost(Cause.values().length - 1L));
    UInt together = counting.stream().reduce(UInt::addWrap).orElseThrow();
    c.assertAlways("a_busy_cycle_counts_once", together.equal(busy.asUInt().zext(Cause.BITS)));
  }

  private static UInt counter(Circuit c, String name, Bool clear, Bool counts) {
    UInt counter = c.register(name, uint(COUNTER_BITS), 0);
    c.when(clear, () -> counter.drive(0)).elseWhen(counts, () -> counter.drive(counter.addWrap(1)));
    return counter;
  }

  @Override
  public String description() {
    return "One counter for all busy cycles and one for each cause. They change at the end of the"
        + " cycle that they count.";
  }
}
