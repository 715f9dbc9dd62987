package dev.setun.hdl.replay;

/// A simulator refused the Verilog, failed, or took too long. The message is one line.
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param tool the program that failed
  /// @param problem what it was asked and what it said
  public ReplayException(String tool, String problem) {
    super(tool + ": " + problem.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; "));
  }

  /// As above, for a failure that Java noticed.
  public ReplayException(String tool, String problem, Throwable cause) {
    super(tool + ": " + problem.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; "), cause);
  }
}
