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

  private DesignException(String where, String problem) {
    super(where, problem);
  }

  /// A problem other than a wrong value.
  static DesignException at(String key, String problem) {
    return new DesignException(key, problem);
  }

  /// The same problem, said of a file.
  DesignException in(String file) {
    DesignException located = new DesignException(file, String.valueOf(getMessage()));
    located.initCause(this);
    return located;
  }
}
