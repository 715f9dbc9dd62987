package dev.setun.model;

import dev.setun.traces.InputException;

/// A backend that the user asked for and that cannot be used here.
public final class BackendException extends InputException {
  private static final long serialVersionUID = 1L;

  /// @param where the option at fault
  /// @param problem what was expected and what was found
  public BackendException(String where, String problem) {
    super(where, problem);
  }
}
