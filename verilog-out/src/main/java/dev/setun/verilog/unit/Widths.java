package dev.setun.verilog.unit;

import dev.setun.hdl.Type;
import dev.setun.hdl.UInt;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Widths that several modules share.
final class Widths {
  /// Bits of an activation.
  static final int ACTIVATION_BITS = 8;

  /// Bits of a weight on the stream: weight + 1.
  static final int CODE_BITS = 2;

  private Widths() {}

  /// An index into `elements` things; one bit even where there is but one.
  static Type<UInt> index(int elements) {
    return Type.uintUpTo(elements - 1L);
  }

  /// One thing for each of 0 .. `count` - 1.
  static <T> List<T> list(int count, IntFunction<T> make) {
    return IntStream.range(0, count).mapToObj(make).toList();
  }
}
