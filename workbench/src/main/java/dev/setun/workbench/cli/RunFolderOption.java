package dev.setun.workbench.cli;

import dev.setun.traces.Overwrite;
import dev.setun.traces.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where a run is written: the folder that the user names, or `out/NAME`, `out/NAME-2` ...
/// whichever is not there yet.
final class RunFolderOption {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Folder of the run (default: out/NAME, numbered if that exists).")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--force", description = "Replace the files of an earlier run in the folder.")
  private boolean force;

  RunFolder claim(String name) throws IOException {
    Path path = folder.orElseGet(() -> unused(name));
    return RunFolder.claim(path, overwrite());
  }

  Overwrite overwrite() {
    return force ? Overwrite.REPLACE : Overwrite.REFUSE;
  }

  private static Path unused(String name) {
    Path path = Path.of("out", name);
    for (int number = 2; Files.exists(path); number++) {
      path = Path.of("out", name + "-" + number);
    }
    return path;
  }
}
