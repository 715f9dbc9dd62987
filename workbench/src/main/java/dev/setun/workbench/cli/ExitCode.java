package dev.setun.workbench.cli;

/// What the process answers to its caller (the contract of `docs/ARCHITECTURE.md`).
enum ExitCode {
  /// The command did what it was asked.
  DONE(0),
  /// Executors disagree, or a run failed.
  MISMATCH(1),
  /// The arguments or a file that they name cannot be used.
  BAD_INPUT(2),
  /// A program that the command needs is not on this machine.
  MISSING(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
