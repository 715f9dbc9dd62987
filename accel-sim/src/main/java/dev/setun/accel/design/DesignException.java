package dev.setun.accel.design;

import dev.setun.traces.InputException;

/// A design that no accelerator can be built from: the key at fault, what is expected there, what
/// was found.
public final class DesignException extends InputException {
  private static final long serialVersionUID = 1L;

  /// @param key dotted path of the key, for example `array.rows`
  public DesignException(String key, String expected, Object found) {
    super(key, "expected " + expected + ", found " + found);
  }
}
