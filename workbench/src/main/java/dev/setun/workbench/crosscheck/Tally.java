package dev.setun.workbench.crosscheck;

import java.util.Optional;

/// Counts what was compared for one executor and keeps the first difference. Every comparison goes
/// through here, so a count can not be claimed without the comparison.
final class Tally {
  private final ExecutorName executor;
  private long comparedValues;
  private long valueMismatches;
  private long comparedCycles;
  private long cycleMismatches;
  private Optional<Mismatch> first = Optional.empty();

  Tally(ExecutorName executor) {
    this.executor = executor;
  }

  /// Compares int32 results with the reference.
  void values(String where, int[] expected, int[] actual) {
    lengths(where, expected.length, actual.length);
    comparedValues += expected.length;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != actual[i]) {
        valueDiffers(where, "accumulator[" + i + "]", expected[i], actual[i]);
      }
    }
  }

  /// Compares int8 activations with the reference.
  void values(String where, byte[] expected, byte[] actual) {
    lengths(where, expected.length, actual.length);
    comparedValues += expected.length;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != actual[i]) {
        valueDiffers(where, "activation[" + i + "]", expected[i], actual[i]);
      }
    }
  }

  /// Compares binary32 values by their bits.
  void values(String where, float[] expected, float[] actual) {
    lengths(where, expected.length, actual.length);
    comparedValues += expected.length;
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(actual[i])) {
        valueDiffers(where, "value[" + i + "]", expected[i], actual[i]);
      }
    }
  }

  /// Counts a cycle in which all ports were compared.
  void cycle(boolean equal) {
    comparedCycles++;
    if (!equal) {
      cycleMismatches++;
    }
  }

  /// Keeps a difference of a port if it is the first difference of this executor.
  void keep(Mismatch mismatch) {
    if (first.isEmpty()) {
      first = Optional.of(mismatch);
    }
  }

  ExecutorTally result(String detail) {
    return new ExecutorTally(
        executor, detail, comparedValues, valueMismatches, comparedCycles, cycleMismatches, first);
  }

  private void lengths(String where, int expected, int actual) {
    if (expected != actual) {
      comparedValues++;
      valueDiffers(where, "length", expected, actual);
      throw new IllegalStateException(
          executor.label()
              + ": "
              + where
              + ": "
              + actual
              + " values where the reference has "
              + expected);
    }
  }

  private void valueDiffers(String where, String signal, Object expected, Object actual) {
    valueMismatches++;
    if (first.isEmpty()) {
      first =
          Optional.of(
              new Mismatch(
                  executor,
                  where,
                  -1,
                  signal,
                  "",
                  String.valueOf(expected),
                  String.valueOf(actual)));
    }
  }
}
