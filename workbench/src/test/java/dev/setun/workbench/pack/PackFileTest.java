package dev.setun.workbench.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import dev.setun.workbench.pack.PackFile.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackFileTest {
  @TempDir Path folder = Path.of(".");

  private PackFileRun run(Overwrite overwrite, Weights... weights) throws IOException {
    return PackFileRun.of(folder.resolve("packed"), overwrite, List.of(weights));
  }

  private byte[] content() throws IOException {
    return Files.readAllBytes(folder.resolve("packed"));
  }

  @Test
  void whatOneRunWroteTheNextReadsInsteadOfPacking() throws IOException {
    var a = new Weights("a", 1000, 1);
    var b = new Weights("b", 70_000, 2);
    PackFileRun first = run(Overwrite.REFUSE, a, b);
    assertThat(first.outcome()).isEqualTo(Outcome.WRITTEN);
    assertThat(first.packed()).containsExactly("a", "b");
    byte[] written = content();
    PackFileRun second = run(Overwrite.REFUSE, a, b);
    assertThat(second.outcome()).isEqualTo(Outcome.READ);
    assertThat(second.packed()).isEmpty();
    assertThat(second.arrays()).isDeepEqualTo(first.arrays());
    assertThat(content()).isEqualTo(written);
  }

  @Test
  void theFileIsTheSameWhoeverWritesIt() throws IOException {
    var weights = new Weights("a", 300_000, 7);
    run(Overwrite.REFUSE, weights);
    byte[] written = content();
    run(Overwrite.REPLACE, weights);
    assertThat(content()).isEqualTo(written);
    assertThat(written).startsWith("SETUNPAK".getBytes()).hasSize(16 + 3 + 32 + 8 + 600_000 + 32);
  }

  @Test
  void weightsOfAnotherModelArePackedAndTheFileIsLeftAlone() throws IOException {
    run(Overwrite.REFUSE, new Weights("a", 100, 1), new Weights("b", 100, 2));
    byte[] written = content();
    var changed = new Weights("b", 100, 3);
    PackFileRun run = run(Overwrite.REFUSE, new Weights("a", 100, 1), changed, changed);
    assertThat(run.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(run.packed()).containsExactly("b", "b");
    assertThat(run.arrays()[1]).isEqualTo(changed.values());
    assertThat(run.refusals())
        .singleElement()
        .asString()
        .startsWith(folder.resolve("packed") + ": entry 2: expected a source of SHA-256 ")
        .endsWith("; not used (--force writes the file anew)");
    assertThat(content()).isEqualTo(written);
  }

  @Test
  void anotherKernelIsNamed() throws IOException {
    run(Overwrite.REFUSE, new Weights("lut3", 100, 1));
    PackFileRun run = run(Overwrite.REFUSE, new Weights("unpack2", 100, 1));
    assertThat(run.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(run.refusals()).singleElement().asString().contains("expected unpack2, found lut3");
  }

  @Test
  void aRunThatAsksForMoreThanThereIsPacksTheRest() throws IOException {
    var a = new Weights("a", 100, 1);
    run(Overwrite.REFUSE, a);
    PackFileRun run = run(Overwrite.REFUSE, a, a);
    assertThat(run.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(run.packed()).containsExactly("a");
    assertThat(run.arrays()[1]).isEqualTo(a.values());
    assertThat(run.refusals()).singleElement().asString().contains("found the end of the file");
  }

  @Test
  void forceWritesItAnew() throws IOException {
    run(Overwrite.REFUSE, new Weights("a", 100, 1));
    var changed = new Weights("a", 100, 2);
    assertThat(run(Overwrite.REPLACE, changed).outcome()).isEqualTo(Outcome.WRITTEN);
    assertThat(run(Overwrite.REFUSE, changed).outcome()).isEqualTo(Outcome.READ);
  }

  @Test
  void withoutWeightsNothingIsWritten() throws IOException {
    assertThat(run(Overwrite.REFUSE).outcome()).isEqualTo(Outcome.EMPTY);
    assertThat(folder.resolve("packed")).doesNotExist();
  }

  @Test
  void aFileOfAnotherKindIsRefusedAndKept() throws IOException {
    for (String other : List.of("", "GGUF and the rest", "SETUNPAK", "SETUNPAK\0\0\0\2\0\0\0\0")) {
      Files.writeString(folder.resolve("packed"), other);
      assertThatThrownBy(() -> run(Overwrite.REFUSE, new Weights("a", 100, 1)))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(folder.resolve("packed") + ": expected ")
          .hasMessageContaining(", found ");
      assertThat(content()).asString().isEqualTo(other);
    }
    assertThatThrownBy(() -> PackFile.open(folder, Overwrite.REFUSE, _ -> {}))
        .isInstanceOf(InputException.class);
  }

  @Test
  void aFileThatAppearedMeanwhileIsKept() throws IOException {
    Path file = folder.resolve("packed");
    try (PackFile pack = PackFile.open(file, Overwrite.REFUSE, _ -> {})) {
      pack.take(new Weights("a", 100, 1).recipe(_ -> {}));
      Files.writeString(file, "mine");
      assertThatThrownBy(pack::finish).isInstanceOf(InputException.class);
    }
    assertThat(file).hasContent("mine");
    assertThat(folder.toFile().list()).containsExactly("packed");
  }

  @Test
  void aLengthThatTheFileTellsAllocatesNothing() throws IOException {
    run(Overwrite.REFUSE, new Weights("a", 100, 1));
    byte[] content = content();
    Arrays.fill(content, 16 + 3 + 32, 16 + 3 + 32 + 8, (byte) 0x7f);
    Files.write(folder.resolve("packed"), content);
    PackFileRun run = run(Overwrite.REFUSE, new Weights("a", 100, 1));
    assertThat(run.refusals())
        .singleElement()
        .asString()
        .contains("expected 200 bytes, found 9187201950435737471");
  }
}
