package dev.setun.verilog;

import dev.setun.accel.design.ArraySpec;
import dev.setun.accel.design.ArrayStyle;
import dev.setun.accel.design.BufferSpec;
import dev.setun.accel.design.Dataflow;
import dev.setun.accel.design.Design;
import dev.setun.accel.design.DramKind;
import dev.setun.accel.design.MemorySpec;
import dev.setun.accel.design.Packing;
import dev.setun.accel.design.PeSpec;
import dev.setun.accel.design.PortSpec;
import dev.setun.accel.design.ProcessNode;
import dev.setun.accel.design.VectorUnitSpec;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Designs for tests, by the letters of the microarchitecture's text.
final class TestDesigns {
  /// The least of everything.
  static final Design LEAST = of("least", 1, 1, 1, 2, 2, 2, 1);

  /// Three lanes, and beats that end inside a row of the weight word.
  static final Design ODD = of("odd-4x3", 4, 3, 2, 4, 2, 8, 2);

  /// Three tokens, five lanes, a weight word in one beat.
  static final Design WHOLE_WORD = of("whole-2x5", 2, 5, 3, 8, 4, 20, 1);

  /// Beats of three bits, one and a half weights.
  static final Design THREE_BITS = of("three-6x1", 6, 1, 3, 2, 2, 3, 3);

  static final List<Design> ODD_ONES = List.of(LEAST, ODD, WHOLE_WORD, THREE_BITS);

  private TestDesigns() {}

  static Design of(String name, int r, int l, int t, int w, int f, int b, int p) {
    return new Design(
        name,
        800_000_000,
        ProcessNode.NM_7,
        new ArraySpec(
            r, l, t, new PeSpec.SelectAdd(), ArrayStyle.ADDER_TREE, Dataflow.OUTPUT_STATIONARY),
        Packing.TWO_BIT,
        new BufferSpec(w, f),
        new PortSpec(b, p),
        new MemorySpec(DramKind.LPDDR4, 11_520_000_000L, 100, 64),
        new VectorUnitSpec(16, 8));
  }

  /// A small design with any legal numbers.
  static Design random(Random random) {
    int r = 1 + random.nextInt(6);
    int l = 1 + random.nextInt(9);
    return of(
        "random",
        r,
        l,
        1 + random.nextInt(4),
        2 << random.nextInt(3),
        2 << random.nextInt(3),
        divisor(random, 2 * r * l, 2),
        divisor(random, r, 1));
  }

  private static int divisor(Random random, int of, int least) {
    int[] divisors = IntStream.rangeClosed(least, of).filter(d -> of % d == 0).toArray();
    return divisors[random.nextInt(divisors.length)];
  }
}
