package dev.setun.workbench;

/// The entry point of the command line.
public final class Setun {
  private Setun() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    System.err.println("setun: no commands yet");
    System.exit(2);
  }
}
