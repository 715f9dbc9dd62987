package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolTest {
  @TempDir private Path folder;

  private void program(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("verilator"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aProgramOnThePathIsFoundWithItsVersion() throws IOException {
    program("#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'Verilator 5.0'; echo more; fi\n");
    assertThat(Tool.find("verilator", "/nowhere:" + folder))
        .contains(new Tool("verilator", folder.resolve("verilator"), "Verilator 5.0"));
  }

  @Test
  void aProgramThatIsMissingOrDoesNotRunIsNotFound() throws IOException {
    assertThat(Tool.find("verilator", folder.toString())).isEmpty();
    program("#!/bin/sh\nexit 127\n");
    assertThat(Tool.find("verilator", folder.toString())).isEmpty();
  }

  @Test
  void aMissingToolSaysHowToGetIt() {
    assertThat(new MissingToolException("vvp", Tool.howToGet("vvp")))
        .hasMessageContaining("vvp: not found")
        .hasMessageContaining("apt-get install --no-install-recommends iverilog");
  }
}
