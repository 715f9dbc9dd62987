package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path parent;
  private Path path = Path.of("");

  @BeforeEach
  void name() {
    path = parent.resolve("out").resolve("demo");
  }

  @Test
  void nothingIsMadeBeforeTheFirstFileIsWritten() throws IOException {
    RunFolder run = RunFolder.claim(path, Overwrite.REFUSE);
    assertThat(parent).isEmptyDirectory();
    run.writeText("traces/a.txt", "a\n");
    assertThat(path.resolve("traces/a.txt")).hasContent("a\n");
  }

  @Test
  void theListOfFilesHasTheirLengthsAndSums() throws IOException {
    RunFolder run = RunFolder.claim(path, Overwrite.REFUSE);
    run.writeText("b.txt", "abc");
    run.writeCsv("a.csv", List.of(Column.integer("x")), csv -> csv.row(1));
    run.finish();
    // SHA-256 of "abc" is the example of FIPS 180-4, appendix B.1.
    assertThat(Files.readString(path.resolve("files.json")))
        .contains("\"name\" : \"b.txt\"")
        .contains("\"bytes\" : 3")
        .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(run.files()).containsExactly("a.csv", "b.txt", "files.json");
  }

  @Test
  void aFolderThatHasFilesIsNotTouchedWithoutForce() throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> RunFolder.claim(path, Overwrite.REFUSE))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining("--force");
    assertThat(path.resolve("mine.txt")).hasContent("mine");
  }

  @Test
  void aFileInThePlaceOfTheFolderIsNeverReplaced() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "mine");
    for (Overwrite overwrite : Overwrite.values()) {
      assertThatThrownBy(() -> RunFolder.claim(path, overwrite)).isInstanceOf(InputException.class);
    }
    assertThat(path).hasContent("mine");
  }

  @Test
  void forceRemovesTheFilesOfTheEarlierRunAndNoOthers() throws IOException {
    RunFolder first = RunFolder.claim(path, Overwrite.REFUSE);
    first.writeText("old.txt", "old");
    first.writeText("both.txt", "old");
    first.finish();
    Files.writeString(path.resolve("mine.txt"), "mine");
    RunFolder second = RunFolder.claim(path, Overwrite.REPLACE);
    second.writeText("both.txt", "new");
    second.finish();
    assertThat(names()).containsExactly("both.txt", "files.json", "mine.txt");
    assertThat(path.resolve("both.txt")).hasContent("new");
    assertThat(path.resolve("mine.txt")).hasContent("mine");
  }

  @Test
  void anEditedListCannotDeleteAnythingOutsideTheFolder() throws IOException {
    Path outside = parent.resolve("outside");
    Files.createDirectories(outside);
    Files.writeString(outside.resolve("precious.txt"), "mine");
    Files.createDirectories(path);
    Files.createSymbolicLink(path.resolve("link"), outside);
    Files.writeString(
        path.resolve("files.json"),
        "{\"files\":[{\"name\":\"../../outside/precious.txt\"},{\"name\":\"link/precious.txt\"},"
            + "{\"name\":\""
            + outside.resolve("precious.txt")
            + "\"}]}");
    RunFolder.claim(path, Overwrite.REPLACE);
    assertThat(outside.resolve("precious.txt")).hasContent("mine");
  }

  @Test
  void aFileThatFailsHalfwayLeavesNothing() throws IOException {
    RunFolder run = RunFolder.claim(path, Overwrite.REFUSE);
    assertThatThrownBy(() ->
            run.write(
                "half.bin",
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("disk full");
                }))
        .hasMessage("disk full");
    assertThat(names()).isEmpty();
  }

  @Test
  void aNameThatLeadsOutOfTheFolderOrComesTwiceIsRefused() throws IOException {
    RunFolder run = RunFolder.claim(path, Overwrite.REFUSE);
    for (String name : List.of("../x", "/x", "a/../x", "", "a//b", ".hidden", "files.json")) {
      assertThatThrownBy(() -> run.writeText(name, ""))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    run.writeText("a.txt", "");
    assertThatThrownBy(() -> run.writeText("a.txt", ""))
        .hasMessageContaining("already written a.txt");
  }

  @Test
  void aSingleFileIsReplacedOnlyWhenAsked() throws IOException {
    Path file = parent.resolve("logits.npy");
    AtomicFile.write(file, Overwrite.REFUSE, out -> out.write('a'));
    assertThatThrownBy(() -> AtomicFile.write(file, Overwrite.REFUSE, out -> out.write('b')))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--force");
    assertThat(file).hasContent("a");
    AtomicFile.write(file, Overwrite.REPLACE, out -> out.write('b'));
    assertThat(file).hasContent("b");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
