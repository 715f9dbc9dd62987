package dev.setun.workbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `setun bench`: what this machine reaches.
@Command(
    name = "bench",
    description = "Measures this machine.",
    subcommands = {BenchKernelsCommand.class, BenchCircuitCommand.class})
final class BenchCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "expected what to measure");
  }
}
