package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import java.util.Locale;

/// The ports of the machine without the clock, in the order of the table "Ports" of
/// `docs/microarchitecture.md`.
public enum MachinePort {
  RST(Direction.INPUT),
  START(Direction.INPUT),
  CFG_TOKENS(Direction.INPUT),
  CFG_INPUTS(Direction.INPUT),
  CFG_OUTPUTS(Direction.INPUT),
  ACT_VALID(Direction.INPUT),
  ACT_DATA(Direction.INPUT),
  ACT_READY(Direction.OUTPUT),
  WEIGHT_VALID(Direction.INPUT),
  WEIGHT_DATA(Direction.INPUT),
  WEIGHT_READY(Direction.OUTPUT),
  OUT_VALID(Direction.OUTPUT),
  OUT_DATA(Direction.OUTPUT),
  OUT_READY(Direction.INPUT),
  BUSY(Direction.OUTPUT),
  DONE(Direction.OUTPUT),
  CAUSE(Direction.OUTPUT),
  COUNT_TOTAL(Direction.OUTPUT),
  COUNT_COMPUTE(Direction.OUTPUT),
  COUNT_FILL(Direction.OUTPUT),
  COUNT_DRAIN(Direction.OUTPUT),
  COUNT_WEIGHT_WAIT(Direction.OUTPUT),
  COUNT_ACTIVATION_WAIT(Direction.OUTPUT),
  COUNT_OUTPUT_BACKPRESSURE(Direction.OUTPUT);

  /// Which way a port faces, seen from inside the machine.
  public enum Direction {
    INPUT,
    OUTPUT
  }

  private final Direction direction;

  MachinePort(Direction direction) {
    this.direction = direction;
  }

  /// The name in the Verilog.
  public String verilogName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Which way it faces.
  public Direction direction() {
    return direction;
  }

  /// Bits on a design.
  public int width(Design design) {
    return switch (this) {
      case RST, START, ACT_VALID, ACT_READY, WEIGHT_VALID, WEIGHT_READY -> 1;
      case OUT_VALID, OUT_READY, BUSY, DONE -> 1;
      case CFG_TOKENS -> 16;
      case CFG_INPUTS, CFG_OUTPUTS -> 24;
      case ACT_DATA -> 8 * design.array().lanes();
      case WEIGHT_DATA -> design.ports().weightBits();
      case OUT_DATA -> 32 * design.ports().outputLanes();
      case CAUSE -> 3;
      case COUNT_TOTAL,
          COUNT_COMPUTE,
          COUNT_FILL,
          COUNT_DRAIN,
          COUNT_WEIGHT_WAIT,
          COUNT_ACTIVATION_WAIT,
          COUNT_OUTPUT_BACKPRESSURE ->
          32;
    };
  }

  /// 64-bit words that a value takes on a design.
  public int words(Design design) {
    return BitVectors.words(width(design));
  }
}
