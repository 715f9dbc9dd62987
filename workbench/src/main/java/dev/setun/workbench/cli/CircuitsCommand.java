package dev.setun.workbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `setun circuits`: whether simulation engines and emitted Verilog are right. How fast they are
/// says `setun bench circuit`.
@Command(
    name = "circuits",
    description = "Checks the simulation engines and the emitted Verilog.",
    subcommands = {CircuitsCheckCommand.class, CircuitsLibraryCommand.class})
final class CircuitsCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "expected what to do");
  }
}
