package dev.setun.workbench;

import dev.setun.workbench.cli.CommandLineInterface;

/// The entry point of the command line. The only place that ends the JVM.
public final class Setun {
  private Setun() {}

  /// Runs one command and exits with its code: 0 done, 1 mismatch or failed run, 2 bad usage or
  /// input, 3 something missing on this machine.
  public static void main(String[] arguments) {
    System.exit(CommandLineInterface.run(arguments));
  }
}
