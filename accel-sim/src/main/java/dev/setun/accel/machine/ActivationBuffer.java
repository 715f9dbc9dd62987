package dev.setun.accel.machine;

/// Holds the activation words of one token tile; word k of a token is at token * W + k. A word
/// whose address is given in cycle t can be used in t + 1.
final class ActivationBuffer {
  private final byte[] memory;
  private final int wordsPerToken;
  private final int lanes;
  private int readAddress;

  ActivationBuffer(int tokens, int wordsPerToken, int lanes) {
    this.memory = new byte[Math.multiplyExact(Math.multiplyExact(tokens, wordsPerToken), lanes)];
    this.wordsPerToken = wordsPerToken;
    this.lanes = lanes;
  }

  /// End of a cycle in which an activation beat passed.
  void write(int token, int k, long[] word) {
    int at = (token * wordsPerToken + k) * lanes;
    for (int lane = 0; lane < lanes; lane++) {
      memory[at + lane] = (byte) (word[lane >> 3] >>> ((lane & 7) << 3));
    }
  }

  /// End of a cycle with an issue: takes the read address. Nothing is written while words are read,
  /// so the address stands for the word.
  void read(int token, int k) {
    readAddress = (token * wordsPerToken + k) * lanes;
  }

  /// Where the word that was read starts in [#memory()].
  int readAddress() {
    return readAddress;
  }

  /// All words; not copied.
  byte[] memory() {
    return memory;
  }
}
