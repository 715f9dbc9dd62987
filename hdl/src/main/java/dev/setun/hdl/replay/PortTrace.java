package dev.setun.hdl.replay;

import dev.setun.hdl.Port;
import java.util.Arrays;
import java.util.List;

/// Values of a list of ports over a number of cycles. Each cycle is a row; a port of w bits takes
/// ceil(w / 64) longs of it, least significant first, bits beyond the width zero.
public final class PortTrace {
  private final List<Port> ports;
  private final int[] offsets;
  private final int rowWords;
  private long[] words = new long[1024];
  private int cycles;

  /// An empty trace of these ports.
  public PortTrace(List<Port> ports) {
    this.ports = List.copyOf(ports);
    this.offsets = new int[ports.size()];
    int offset = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset;
      offset += ports.get(i).words();
    }
    this.rowWords = offset;
  }

  /// The ports, in the order of the columns.
  public List<Port> ports() {
    return ports;
  }

  /// The column of a port.
  ///
  /// @throws IllegalArgumentException if the trace has no such port
  public int column(String name) {
    for (int i = 0; i < offsets.length; i++) {
      if (ports.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no port " + name + " in this trace");
  }

  /// Rows so far.
  public int cycles() {
    return cycles;
  }

  /// Appends a row of zeros and returns its cycle.
  public int addCycle() {
    int needed = Math.multiplyExact(cycles + 1, rowWords);
    if (needed > words.length) {
      words = Arrays.copyOf(words, Math.max(needed, words.length + (words.length >> 1)));
    }
    return cycles++;
  }

  /// Sets word `word` of a port in a cycle that exists. Bits beyond the width must be zero.
  public void set(int cycle, int column, int word, long value) {
    words[index(cycle, column, word)] = value;
  }

  /// Word `word` of a port in a cycle; 0 is the least significant.
  public long get(int cycle, int column, int word) {
    return words[index(cycle, column, word)];
  }

  /// A value as lower-case hexadecimal digits, as many as the width needs.
  public String hex(int cycle, int column) {
    Port port = ports.get(column);
    StringBuilder digits = new StringBuilder();
    for (int word = port.words() - 1; word >= 0; word--) {
      digits.append(String.format(java.util.Locale.ROOT, "%016x", get(cycle, column, word)));
    }
    return digits.substring(digits.length() - (port.width() + 3) / 4);
  }

  private int index(int cycle, int column, int word) {
    if (cycle < 0 || cycle >= cycles || word < 0 || word >= ports.get(column).words()) {
      throw new IndexOutOfBoundsException("cycle " + cycle + " of " + cycles + ", word " + word);
    }
    return cycle * rowWords + offsets[column] + word;
  }
}
