package dev.setun.accel.cost;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.LinearTiming;
import dev.setun.accel.workload.WorkloadOp;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How often each event happened. Counts are exact; events that are not listed did not happen.
///
/// @param counts by event, each at least 0
public record Activity(Map<Event, Long> counts) {
  private static final int VALUE_BITS = 32;
  private static final int ACTIVATION_BITS = 8;

  public Activity {
    EnumMap<Event, Long> copy = new EnumMap<>(Event.class);
    copy.putAll(counts);
    counts = Collections.unmodifiableMap(copy);
  }

  /// Nothing happened.
  public static Activity none() {
    return new Activity(Map.of());
  }

  /// What a ternary linear does on a design. All PEs of the array are counted in every issue, also
  /// those whose weight is 0 or lies beyond K or N.
  public static Activity of(Design design, LinearTiming timing) {
    long issues = timing.cycles().compute();
    int rows = design.array().rows();
    int lanes = design.array().lanes();
    int sumBits = ACTIVATION_BITS + 1 + (VALUE_BITS - Integer.numberOfLeadingZeros(lanes - 1));
    long wordBits = design.weightWordBits();
    long weightWords = timing.weightBeats() / design.beatsPerWeightWord();
    long activationBits = (long) lanes * ACTIVATION_BITS;
    long bitsIn = timing.activationBeats() * activationBits;
    long bitsOut = timing.resultBeats() * design.ports().outputLanes() * VALUE_BITS;
    EnumMap<Event, Long> counts = new EnumMap<>(Event.class);
    counts.put(Event.SELECT_ADD, issues * rows * lanes);
    counts.put(Event.TREE_ADD, issues * rows * (lanes - 1));
    counts.put(Event.ACCUMULATE, issues * rows);
    counts.put(Event.ACCUMULATOR_BIT_WRITE, issues * rows * (sumBits + VALUE_BITS));
    counts.put(Event.WEIGHT_BIT_WRITE, 3 * weightWords * wordBits); // gatherer, FIFO, register
    counts.put(Event.ACTIVATION_BUFFER_BIT, bitsIn + issues * activationBits);
    counts.put(Event.VECTOR_BUFFER_BIT, bitsIn + bitsOut);
    counts.put(Event.DRAM_BIT, timing.weightBeats() * design.ports().weightBits());
    return new Activity(counts);
  }

  /// What an operation of the vector unit does.
  public static Activity of(WorkloadOp.Vector op) {
    EnumMap<Event, Long> counts = new EnumMap<>(Event.class);
    counts.put(Event.VECTOR_OPERATION, op.elements() * op.kind().operationsPerElement());
    counts.put(
        Event.VECTOR_BUFFER_BIT, op.elements() * op.kind().bufferAccessesPerElement() * VALUE_BITS);
    counts.put(Event.DRAM_BIT, 8 * (op.dramReadBytes() + op.dramWriteBytes()));
    return new Activity(counts);
  }

  /// The count of an event.
  public long count(Event event) {
    return counts.getOrDefault(event, 0L);
  }

  /// Both.
  public Activity plus(Activity other) {
    EnumMap<Event, Long> sum = new EnumMap<>(Event.class);
    sum.putAll(counts);
    other.counts.forEach((event, count) -> sum.merge(event, count, Math::addExact));
    return new Activity(sum);
  }
}
