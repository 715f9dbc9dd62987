package dev.setun.workbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `setun kernels`: whether the CPU kernels are right. How fast they are says `setun bench
/// kernels`.
@Command(
    name = "kernels",
    description = "Checks the CPU kernels.",
    subcommands = {KernelsCheckCommand.class})
final class KernelsCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "expected what to do");
  }
}
