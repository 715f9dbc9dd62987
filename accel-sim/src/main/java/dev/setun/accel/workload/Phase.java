package dev.setun.accel.workload;

import dev.setun.traces.InputException;

/// What part of an inference is run.
public sealed interface Phase {
  /// One token after `context` tokens that are in the cache; it attends to context + 1 keys.
  ///
  /// @param context 0..1048575
  record Decode(int context) implements Phase {
    public Decode {
      check("context", context, 0, (1 << 20) - 1);
    }

    @Override
    public int tokens() {
      return 1;
    }

    @Override
    public long attendedKeys() {
      return context + 1L;
    }

    @Override
    public String toString() {
      return "decode(" + context + ")";
    }
  }

  /// A prompt in one batch, from an empty cache; token i attends to i + 1 keys. Logits are computed
  /// for the last token only.
  ///
  /// @param tokens 1..65535
  record Prefill(int tokens) implements Phase {
    public Prefill {
      check("prompt", tokens, 1, (1 << 16) - 1);
    }

    @Override
    public long attendedKeys() {
      return tokens * (tokens + 1L) / 2;
    }

    @Override
    public String toString() {
      return "prefill(" + tokens + ")";
    }
  }

  /// Tokens computed in the phase.
  int tokens();

  /// Keys that all tokens of the phase attend to, summed.
  long attendedKeys();

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InputException(
          "phase", what + ": expected " + least + ".." + most + ", found " + value);
    }
  }
}
