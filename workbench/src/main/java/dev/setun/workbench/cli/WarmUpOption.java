package dev.setun.workbench.cli;

import dev.setun.kernels.load.WarmUp;
import dev.setun.model.inference.Session;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Whether a command warms a model up before its first token.
final class WarmUpOption {
  @Option(
      names = "--warm-up",
      description =
          "Repack all weights and compile their code before the first token, which then takes as"
              + " long as any other.")
  private boolean wanted;

  Optional<WarmUp> of(Session session) {
    return wanted ? Optional.of(WarmUp.of(session)) : Optional.empty();
  }
}
