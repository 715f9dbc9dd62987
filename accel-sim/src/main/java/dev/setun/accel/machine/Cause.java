package dev.setun.accel.machine;

/// Why a cycle was spent; the value of port `cause`. Every busy cycle has exactly one cause other
/// than [#NONE].
public enum Cause {
  /// Not busy.
  NONE(0),
  /// An issue: one activation word met one weight word.
  COMPUTE(1),
  /// An activation beat passed in LOAD.
  FILL(2),
  /// The pipeline emptied, or a result beat passed.
  DRAIN(3),
  /// RUN with an empty weight FIFO.
  WEIGHT_WAIT(4),
  /// LOAD without an activation beat.
  ACTIVATION_WAIT(5),
  /// A result was ready and the receiver was not.
  OUTPUT_BACKPRESSURE(6);

  private final int code;

  Cause(int code) {
    this.code = code;
  }

  /// The value on the port, three bits.
  public int code() {
    return code;
  }

  /// The name in tables and JSON, for example `weight_wait`; `count_` + this is the counter's port.
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
