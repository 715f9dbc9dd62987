package dev.setun.workbench.golden;

import dev.setun.traces.InputException;
import java.util.Arrays;

/// Neighbouring tokens of a prompt.
///
/// @param first position of the first in the context, from 0, the begin-of-text token
/// @param count M, at least 1
public record TokenRange(int first, int count) {
  public TokenRange {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException("expected tokens, found " + count + " from " + first);
    }
  }

  /// Position after the last token.
  public int end() {
    return first + count;
  }

  /// The rows of these tokens in an array of tokens x width that begins at position 0.
  float[] rows(float[] values, int width) {
    return Arrays.copyOfRange(values, first * width, end() * width);
  }

  byte[] rows(byte[] values, int width) {
    return Arrays.copyOfRange(values, first * width, end() * width);
  }

  int[] rows(int[] values, int width) {
    return Arrays.copyOfRange(values, first * width, end() * width);
  }

  /// Reads `--token`: a position, `last`, or `all`.
  ///
  /// @param promptTokens tokens of the prompt with the begin-of-text token
  /// @throws InputException if the prompt has no such token
  public static TokenRange parse(String text, int promptTokens) {
    return switch (text) {
      case "all" -> new TokenRange(0, promptTokens);
      case "last" -> new TokenRange(promptTokens - 1, 1);
      default -> new TokenRange(Position.parse("--token", "last, all or ", text, promptTokens), 1);
    };
  }
}
