package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder = Path.of(".");

  private static void write(Path file, Overwrite overwrite) throws IOException {
    AtomicFile.write(file, overwrite, out -> out.write('x'));
  }

  @Test
  void foldersAboveAreMadeAndNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    write(file, Overwrite.REFUSE);
    assertThat(file).hasContent("x");
    try (Stream<Path> all = Files.list(file.resolveSibling("."))) {
      assertThat(all.map(path -> path.getFileName().toString())).containsExactly("c.txt");
    }
  }

  @Test
  void contentThatFailsLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("old.txt"), "old");
    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                Overwrite.REPLACE,
                out -> {
                  out.write('n');
                  throw new IOException("disk");
                }))
        .hasMessage("disk");
    assertThat(file).hasContent("old");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void aFileInTheWayOfAFolderIsNamed() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "mine");
    assertThatThrownBy(() -> write(taken.resolve("x.txt"), Overwrite.REPLACE))
        .isInstanceOf(InputException.class)
        .hasMessage(taken.toAbsolutePath() + ": expected a folder, found a file");
    Path below = taken.resolve("deeper/x.txt");
    assertThatThrownBy(() -> write(below, Overwrite.REPLACE))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(below + ": cannot be written: ");
    assertThat(taken).hasContent("mine");
  }

  @Test
  void aNameThatTheSystemRefusesIsTheUsersNotTheTemporaryOne() {
    Path file = folder.resolve("n".repeat(255)); // the temporary name is longer than 255
    assertThatThrownBy(() -> write(file, Overwrite.REFUSE))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": cannot be written: ");
  }
}
