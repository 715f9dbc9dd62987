package dev.setun.workbench.cli;

import dev.setun.kernels.KernelProvider;
import dev.setun.kernels.load.Preparation;
import dev.setun.model.Models;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import dev.setun.workbench.pack.PackFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Whether the weights that were repacked for a kernel are kept beside their model.
final class PackCacheOption {
  private static final String NAME = "--pack-cache";
  private static final String BESIDE = "";

  @Option(
      names = NAME,
      arity = "0..1",
      fallbackValue = BESIDE,
      paramLabel = "FILE",
      description =
          "Read the repacked weights from a file, or write it if it is not there (default:"
              + " MODEL.KERNEL.packed). It is checked against the model by SHA-256.")
  private Optional<String> wanted = Optional.empty();

  @Option(names = "--force", description = "Write the file of " + NAME + " anew.")
  private boolean force;

  private Optional<Path> path = Optional.empty();
  private Optional<PackFile> file = Optional.empty();

  /// How a model's weights are prepared; shows progress on a terminal.
  ///
  /// @throws InputException if there is no place for the file, or another file is there
  Preparation preparation(String model, Progress progress) throws IOException {
    if (wanted.isPresent()) {
      path = Optional.of(path(wanted.get(), model));
      Overwrite overwrite = force ? Overwrite.REPLACE : Overwrite.REFUSE;
      file =
          Optional.of(
              PackFile.open(
                  path.get(),
                  overwrite,
                  reason -> {
                    progress.end();
                    System.err.println("setun: note: " + reason);
                  }));
    } else if (force) {
      throw new InputException("--force", "expected " + NAME + ", found none");
    }
    Preparation.Watcher watcher =
        (made, asked) -> {
          if (made == asked) {
            progress.end();
          } else {
            progress.accept("repacking", (double) made / asked);
          }
        };
    return file.isPresent() ? new Preparation(file.get(), watcher) : Preparation.watchedBy(watcher);
  }

  private static Path path(String wanted, String model) {
    if (!wanted.equals(BESIDE)) {
      return Path.of(wanted);
    }
    if (model.equals(Models.BARD)) {
      throw new InputException(
          NAME, "expected the name of a file, since the embedded model has no folder, found none");
    }
    return Path.of(model + "." + KernelProvider.ofThisJvm().best().name() + ".packed");
  }

  /// Writes the file if it is to be written, and says what became of it.
  void finish(OutputOptions output, Map<String, Object> result) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    PackFile.Outcome outcome = file.get().finish();
    file.get().close();
    String name = path.orElseThrow().toString();
    output.text("pack cache " + name + ": " + text(outcome));
    result.put("packCache", Map.of("file", name, "outcome", outcome.label()));
  }

  private static String text(PackFile.Outcome outcome) {
    return switch (outcome) {
      case READ -> "read";
      case WRITTEN -> "written";
      case REFUSED -> "not used, left as it is";
      case EMPTY -> "nothing was repacked";
    };
  }
}
