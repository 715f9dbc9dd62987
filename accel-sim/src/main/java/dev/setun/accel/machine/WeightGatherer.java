package dev.setun.accel.machine;

/// Gathers the beats of a weight word, lowest bits first. The word is complete with its last beat.
final class WeightGatherer {
  private final int beatsPerWord;
  private final int beatBits;
  private final boolean keepsData;
  private long[] word;
  private int beats;

  WeightGatherer(int beatsPerWord, int beatBits, boolean keepsData) {
    this.beatsPerWord = beatsPerWord;
    this.beatBits = beatBits;
    this.keepsData = keepsData;
    this.word = freshWord();
  }

  /// End of a cycle in which a beat passed.
  ///
  /// @return whether the word is complete with it
  boolean step(long[] beat) {
    if (keepsData) {
      BitVectors.copy(beat, 0, word, beats * beatBits, beatBits);
    }
    beats++;
    return beats == beatsPerWord;
  }

  /// Takes the complete word and starts the next.
  long[] take() {
    long[] complete = word;
    word = freshWord();
    beats = 0;
    return complete;
  }

  private long[] freshWord() {
    return keepsData ? new long[BitVectors.words(beatsPerWord * beatBits)] : NO_DATA;
  }

  private static final long[] NO_DATA = {};
}
