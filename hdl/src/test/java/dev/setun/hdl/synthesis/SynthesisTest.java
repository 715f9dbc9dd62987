package dev.setun.hdl.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.replay.ReplayException;
import dev.setun.testing.RequiresTool;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresTool("yosys")
class SynthesisTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  private static Target target(String name) {
    return switch (name) {
      case "ice40" -> new Target.Ice40();
      case "ecp5" -> new Target.Ecp5();
      default -> new Target.Xilinx7();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"ice40", "ecp5", "xilinx7"})
  void anAndBeforeAFlipFlopIsALutAndAFlipFlop(String name) {
    SynthesisResult result = Synthesis.run(Modules.eightAnds(), target(name), LIMIT);
    assertThat(result.target()).isEqualTo(name);
    assertThat(result.tools()).singleElement().asString().startsWith("Yosys ");
    assertThat(result.count(Resource.LUT)).isEqualTo(8);
    assertThat(result.count(Resource.FLIP_FLOP)).isEqualTo(8);
    assertThat(result.total()).isEqualTo(16);
    assertThat(result.count(Resource.CARRY)).isZero();
    assertThat(result.logicDepth()).isEqualTo(OptionalInt.of(1));
    assertThat(result.area()).isEmpty();
    assertThat(result.delayPs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ice40", "ecp5", "xilinx7"})
  void aPlainRegisterHasNoLogic(String name) {
    SynthesisResult result =
        Synthesis.run(
            Modules.of(8, "always @(posedge clk) y <= a; wire unused = &b;"), target(name), LIMIT);
    assertThat(result.count(Resource.FLIP_FLOP)).isEqualTo(8);
    assertThat(result.count(Resource.LUT)).isZero();
    assertThat(result.logicDepth()).isEqualTo(OptionalInt.of(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ice40", "ecp5", "xilinx7"})
  void aMemoryWithARegisteredReadIsABlock(String name) {
    SynthesisResult result = Synthesis.run(Modules.memory(), target(name), LIMIT);
    assertThat(result.count(Resource.BLOCK_MEMORY)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecp5", "xilinx7"})
  void aProductIsAMultiplierWhereThereAreSome(String name) {
    SynthesisResult result = Synthesis.run(Modules.product(), target(name), LIMIT);
    assertThat(result.count(Resource.MULTIPLIER)).isEqualTo(1);
  }

  @Test
  void gatesOfALibraryHaveItsAreaAndItsDelay() throws IOException {
    Path library = Files.writeString(folder.resolve("our cells.lib"), TinyLibrary.text());
    // Two gates in a row before a flip-flop, each bit: areas 2 + 2 + 6, 100 ps a gate.
    SynthesisResult result =
        Synthesis.run(
            Modules.of(4, "always @(posedge clk) y <= ~(~(a & b) & {b[2:0], b[3]});"),
            new Target.Liberty(library, 1000),
            LIMIT);
    assertThat(result.cells())
        .containsOnly(java.util.Map.entry("FLIP_FLOP", 4L), java.util.Map.entry("NAND_TWO", 8L));
    assertThat(result.count(Resource.FLIP_FLOP)).isEqualTo(4);
    assertThat(result.area().orElseThrow()).isEqualTo(40);
    assertThat(result.delayPs().orElseThrow()).isEqualTo(200);
    assertThat(result.logicDepth()).isEqualTo(OptionalInt.of(2));
  }

  @Test
  void aLibraryInGzipIsTheSame() throws IOException {
    Path library = folder.resolve("cells.lib.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(library))) {
      out.write(TinyLibrary.text().getBytes(StandardCharsets.UTF_8));
    }
    SynthesisResult zipped =
        Synthesis.run(Modules.eightAnds(), new Target.Liberty(library, 1000), LIMIT);
    Path plain = Files.writeString(folder.resolve("cells.lib"), TinyLibrary.text());
    assertThat(zipped)
        .isEqualTo(Synthesis.run(Modules.eightAnds(), new Target.Liberty(plain, 1000), LIMIT));
  }

  @Test
  void aLibraryThatIsNoneIsRefusedInOneLine() throws IOException {
    Path library = Files.writeString(folder.resolve("no.lib"), "cells: none\n");
    assertThatThrownBy(
            () -> Synthesis.run(Modules.eightAnds(), new Target.Liberty(library, 1000), LIMIT))
        .isInstanceOf(ReplayException.class)
        .message()
        .startsWith("yosys: ")
        .doesNotContain("\n");
    Path missing = folder.resolve("missing.lib");
    assertThatThrownBy(
            () -> Synthesis.run(Modules.eightAnds(), new Target.Liberty(missing, 1000), LIMIT))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void verilogThatIsNoneIsRefusedInOneLine() {
    assertThatThrownBy(() -> Synthesis.run(Modules.of(1, "always"), new Target.Ice40(), LIMIT))
        .isInstanceOf(ReplayException.class)
        .message()
        .contains("little.v")
        .doesNotContain("\n");
  }

  @Test
  void aRunOutOfTimeIsRefused() {
    assertThatThrownBy(
            () -> Synthesis.run(Modules.product(), new Target.Ice40(), Duration.ofMillis(1)))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("not done after");
  }
}
