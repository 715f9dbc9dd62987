package dev.setun.hdl.replay;

/// A program that is needed is not on the PATH. The message says how to get it; the command line
/// exits with 3.
public final class MissingToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String program;

  MissingToolException(String program, String howToGet) {
    super(program + ": not found on the PATH (" + howToGet + ")");
    this.program = program;
  }

  /// The program that is missing.
  public String program() {
    return program;
  }
}
