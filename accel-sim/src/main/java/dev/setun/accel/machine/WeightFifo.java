package dev.setun.accel.machine;

/// Holds weight words between the gatherer and the rows. A word that enters in cycle t can leave in
/// t + 1; room is what there is at the beginning of the cycle.
final class WeightFifo {
  private final long[][] words;
  private int head;
  private int held;

  /// @param capacity words, a power of two
  WeightFifo(int capacity) {
    this.words = new long[capacity][];
  }

  boolean hasRoom() {
    return held < words.length;
  }

  boolean isEmpty() {
    return held == 0;
  }

  /// The oldest word; the FIFO is not empty.
  long[] head() {
    return words[head];
  }

  /// End of a cycle in which the head was used for the last time.
  void pop() {
    head = (head + 1) & (words.length - 1);
    held--;
  }

  /// End of a cycle in which a word was completed.
  void push(long[] word) {
    words[(head + held) & (words.length - 1)] = word;
    held++;
  }
}
