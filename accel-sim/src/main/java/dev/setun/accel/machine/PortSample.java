package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import java.util.Arrays;
import java.util.function.Supplier;

/// The values of all ports in one cycle. The machine reuses it: read it during the call that hands
/// it over, copy what must stay.
@SuppressWarnings("EnumOrdinal") // an index that never leaves this class
public final class PortSample {
  private static final MachinePort[] PORTS = MachinePort.values();

  private final long[][] values = new long[PORTS.length][];

  PortSample(Design design) {
    for (MachinePort port : PORTS) {
      values[port.ordinal()] = new long[port.words(design)];
    }
  }

  /// 64 bits of a port; word 0 has the least significant. Bits beyond the width are 0.
  public long word(MachinePort port, int word) {
    return values[port.ordinal()][word];
  }

  /// The value of a port of at most 64 bits, unsigned.
  ///
  /// @throws IllegalArgumentException if the port is wider
  public long value(MachinePort port) {
    long[] words = values[port.ordinal()];
    if (words.length != 1) {
      throw new IllegalArgumentException(port.verilogName() + " is wider than 64 bits");
    }
    return words[0];
  }

  /// Whether a port of one bit is 1.
  public boolean isHigh(MachinePort port) {
    return value(port) == 1;
  }

  void set(MachinePort port, long value) {
    values[port.ordinal()][0] = value;
  }

  void set(MachinePort port, boolean high) {
    values[port.ordinal()][0] = high ? 1 : 0;
  }

  /// Data of a stream: 0 unless it is valid.
  void setData(MachinePort port, boolean valid, Supplier<long[]> data) {
    long[] words = values[port.ordinal()];
    if (valid) {
      System.arraycopy(data.get(), 0, words, 0, words.length);
    } else {
      Arrays.fill(words, 0);
    }
  }
}
