package dev.setun.accel.machine;

import dev.setun.accel.design.Design;

/// The far sides of the three streams during one linear.
final class Streams {
  /// Takes the data of a result beat.
  private interface Receiver {
    void take(long beat, long[] data);
  }

  private final SourcePort activations;
  private final SourcePort weights;
  private final Gate results;
  private final Receiver receiver;
  private final long[] resultData;
  private final int[] received;
  private long resultBeats;

  private Streams(
      SourcePort activations,
      SourcePort weights,
      Gate results,
      Receiver receiver,
      long[] resultData,
      int[] received) {
    this.activations = activations;
    this.weights = weights;
    this.results = results;
    this.receiver = receiver;
    this.resultData = resultData;
    this.received = received;
  }

  static Streams of(Design design, StreamOrder order, Environment environment, LinearJob job) {
    WeightStream weights = order.weightStream(job.weights());
    int[] received = new int[job.tokens() * job.outputs()];
    return new Streams(
        new SourcePort(
            environment.activations(),
            order.activationBeats(),
            (beat, into) -> order.activationBeat(beat, job.activations(), into),
            MachinePort.ACT_DATA.words(design)),
        new SourcePort(
            environment.weights(),
            order.weightBeats(),
            weights::beat,
            MachinePort.WEIGHT_DATA.words(design)),
        Gate.of(environment.results()),
        (beat, data) -> order.unpackResult(beat, data, received),
        new long[MachinePort.OUT_DATA.words(design)],
        received);
  }

  static Streams timingOnly(StreamOrder order, Environment environment) {
    SourcePort.Beats nothing = (beat, into) -> {};
    return new Streams(
        new SourcePort(environment.activations(), order.activationBeats(), nothing, 0),
        new SourcePort(environment.weights(), order.weightBeats(), nothing, 0),
        Gate.of(environment.results()),
        (beat, data) -> {},
        new long[0],
        new int[0]);
  }

  SourcePort activations() {
    return activations;
  }

  SourcePort weights() {
    return weights;
  }

  /// Start of a cycle: whether the receiver is ready in it.
  boolean resultReady() {
    return results.open();
  }

  /// The output port's data; the data path writes them.
  long[] resultData() {
    return resultData;
  }

  /// End of a cycle in which a result beat passed.
  void passResult() {
    receiver.take(resultBeats, resultData);
    resultBeats++;
  }

  long resultBeats() {
    return resultBeats;
  }

  boolean carriesData() {
    return resultData.length > 0;
  }

  /// Y as received so far.
  int[] results() {
    return received;
  }
}
