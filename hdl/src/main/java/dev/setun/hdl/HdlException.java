package dev.setun.hdl;

/// A circuit that cannot be built, or a simulator asked for what is not there. The message is one
/// line: where in the hierarchy, what was expected, what was found, and the line of Java.
public final class HdlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// An error with that one-line message.
  public HdlException(String message) {
    super(message);
  }
}
