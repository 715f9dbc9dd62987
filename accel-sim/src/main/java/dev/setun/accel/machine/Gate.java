package dev.setun.accel.machine;

import java.util.Random;

/// The state of a [StreamSource] during one linear: in which cycles it is willing.
interface Gate {
  /// Whether it is willing in this cycle. Called exactly once a cycle, in order, from the cycle of
  /// `start`, as long as beats are left.
  boolean open();

  /// A beat passed in the cycle of the last call of [#open()].
  default void passed() {}

  /// The state at the cycle of `start`.
  static Gate of(StreamSource source) {
    return switch (source) {
      case Pattern.Always _ -> () -> true;
      case Pattern.RandomGate random -> {
        Random generator = new Random(random.seed());
        yield () -> generator.nextDouble() < random.probability();
      }
      case Pattern.Bursts bursts -> new BurstGate(bursts);
      case DramStream stream -> new DramQueue(stream);
    };
  }
}
