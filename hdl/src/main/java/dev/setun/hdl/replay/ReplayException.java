package dev.setun.hdl.replay;

import java.time.Duration;
import java.util.List;

/// A simulator refused the Verilog, failed, or took too long. The message is one line.
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private boolean outOfTime;

  /// @param tool the program that failed
  /// @param problem what it was asked and what it said
  public ReplayException(String tool, String problem) {
    super(tool + ": " + problem.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; "));
  }

  private ReplayException(String tool, Duration limit, List<String> command) {
    this(tool, "not done after " + limit.toSeconds() + " s (" + String.join(" ", command) + ")");
    this.outOfTime = true;
  }

  /// A program that was ended because its time was up.
  static ReplayException outOfTime(String tool, Duration limit, List<String> command) {
    return new ReplayException(tool, limit, command);
  }

  /// Whether a program was ended because its time was up.
  public boolean outOfTime() {
    return outOfTime;
  }

  /// As above, for a failure that Java noticed.
  public ReplayException(String tool, String problem, Throwable cause) {
    super(tool + ": " + problem.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; "), cause);
  }
}
