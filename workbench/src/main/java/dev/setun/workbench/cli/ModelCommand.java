package dev.setun.workbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `setun model`: what concerns model files and what models compute.
@Command(
    name = "model",
    description = "Model files and what models compute.",
    subcommands = {
      InspectCommand.class,
      LoadCommand.class,
      LogitsCommand.class,
      SplitsCommand.class,
      SynthesizeCommand.class,
      ConvertCommand.class,
      PerplexityCommand.class,
      FamiliesCommand.class,
      CompareCommand.class,
      FuzzCommand.class
    })
final class ModelCommand implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "expected inspect, load, logits, splits, synthesize, convert, perplexity, families, compare or"
            + " fuzz");
  }
}
