package dev.setun.workbench.golden;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.LinearShape;
import dev.setun.accel.machine.StreamOrder;
import dev.setun.accel.machine.WeightStream;
import dev.setun.traces.MemoryImage;

/// The beats of a linear on a design, one a memory word, in the order of the section "Order on the
/// streams" of `docs/microarchitecture.md`.
///
/// @param activations all activation beats
/// @param weights weight beats of the first token tile; every other tile has the same again
/// @param results all result beats
record StreamImages(MemoryImage activations, MemoryImage weights, MemoryImage results) {

  /// The order of a linear's beats on a design.
  ///
  /// @throws dev.setun.traces.InputException if the design does not hold K inputs
  static StreamOrder order(LinearVectors vectors, Design design) {
    return new StreamOrder(design, new LinearShape(vectors.m(), vectors.k(), vectors.n()));
  }

  static StreamImages of(LinearVectors vectors, Design design) {
    StreamOrder order = order(vectors, design);
    WeightStream weights = order.weightStream(vectors.weights());
    return new StreamImages(
        image(
            8 * design.array().lanes(),
            order.activationBeats(),
            (beat, into) -> order.activationBeat(beat, vectors.activations(), into)),
        image(design.ports().weightBits(), order.weightBeats() / order.tokenTiles(), weights::beat),
        image(
            32 * design.ports().outputLanes(),
            order.resultBeats(),
            (beat, into) -> order.packResult(beat, vectors.accumulators(), into)));
  }

  private interface Beats {
    void write(long beat, long[] into);
  }

  private static MemoryImage image(int widthBits, long beats, Beats source) {
    long[] beat = new long[Math.ceilDiv(widthBits, Long.SIZE)];
    long[] words = new long[Math.toIntExact(beats * beat.length)];
    for (int i = 0; i < beats; i++) {
      source.write(i, beat);
      System.arraycopy(beat, 0, words, i * beat.length, beat.length);
    }
    return new MemoryImage(widthBits, words);
  }
}
