package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolFolderTest {
  private static final Tool SHELL = new Tool("sh", Path.of("/bin/sh"), "a shell");

  @Test
  void itHasTheFilesOfTheModuleAndIsGoneAfterwards() {
    Path path;
    try (ToolFolder folder = ToolFolder.of(Samples.counter())) {
      path = folder.path();
      assertThat(folder.read(SHELL, "counter.v")).startsWith("module counter");
      assertThat(folder.mustRun(SHELL, List.of("-c", "ls"), Duration.ofMinutes(1)))
          .contains("counter.v");
      assertThatThrownBy(() -> folder.read(SHELL, "answer.txt"))
          .isInstanceOf(ReplayException.class)
          .hasMessage("sh: expected it to write answer.txt, found none");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void onlyAProgramWhoseTimeIsUpDoesNotFinish() {
    try (ToolFolder folder = ToolFolder.of(Samples.counter())) {
      assertThat(folder.finishes(SHELL, List.of("-c", "true"), Duration.ofMinutes(1))).isTrue();
      assertThat(folder.finishes(SHELL, List.of("-c", "sleep 600"), Duration.ofMillis(50)))
          .isFalse();
      assertThatThrownBy(
              () -> folder.finishes(SHELL, List.of("-c", "exit 3"), Duration.ofMinutes(1)))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("exit code 3");
    }
  }
}
