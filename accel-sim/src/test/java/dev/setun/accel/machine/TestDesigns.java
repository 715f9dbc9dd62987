package dev.setun.accel.machine;

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
import java.util.Random;
import java.util.stream.IntStream;

/// Designs for tests, by the letters of the microarchitecture's text.
final class TestDesigns {
  private TestDesigns() {}

  static Design of(int r, int l, int t, int w, int f, int b, int p) {
    return new Design(
        "test",
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

  /// A small design with W = 8; weight beats of any legal width, also of half a code.
  static Design random(Random random) {
    int r = 1 + random.nextInt(9);
    int l = 1 + random.nextInt(9);
    return of(
        r,
        l,
        1 + random.nextInt(4),
        8,
        2 << random.nextInt(2),
        divisor(random, 2 * r * l, 2),
        divisor(random, r, 1));
  }

  private static int divisor(Random random, int of, int least) {
    int[] divisors = IntStream.rangeClosed(least, of).filter(d -> of % d == 0).toArray();
    return divisors[random.nextInt(divisors.length)];
  }
}
