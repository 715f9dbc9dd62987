package dev.setun.hdl.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.HdlException;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.proof.ModuleProofs;
import dev.setun.hdl.proof.ProofResult;
import dev.setun.hdl.sim.Simulator;
import dev.setun.hdl.sim.VcdWriter;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.testing.RequiresTool;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TutorialTest {
  private static final Path PAGE = Path.of("..", "docs", "hdl-tutorial.md");
  private static final Path SOURCES = Path.of("src/test/java/dev/setun/hdl/tutorial");

  @Test
  void theCounterCounts() {
    Design design = Elaborator.elaborate(new Counter(9));
    Simulator sim = Simulator.of(design);
    sim.reset();
    sim.poke("go", 1);
    sim.step(9);
    assertThat(sim.peek("count")).isEqualTo(9);
    assertThat(sim.peek("wraps")).isEqualTo(1);
    sim.step(1);
    assertThat(sim.peek("count")).isZero();
    assertThat(sim.covers()).containsValue(1L);
  }

  @Test
  void aWaveformHasTheNamesOfTheVerilog() throws IOException {
    Simulator sim = Simulator.of(Elaborator.elaborate(new Counter(9)));
    StringWriter waves = new StringWriter();
    sim.listen(new VcdWriter(sim, waves));
    sim.reset();
    sim.poke("go", 1);
    sim.step(3);
    assertThat(waves.toString()).contains(" value ", " wraps ");
  }

  @Test
  @RequiresTool("yosys")
  void theCounterIsProved() {
    Design design = Elaborator.elaborate(new Counter(9));
    var outcome = ModuleProofs.prove(design, "Counter_9", 10, Duration.ofMinutes(1));
    assertThat(outcome.result()).isInstanceOf(ProofResult.Proved.class);
  }

  @Test
  void aMistakeIsFoundWhenTheDesignIsBuilt() {
    assertThatThrownBy(() -> Elaborator.elaborate(new TooWide()))
        .isInstanceOf(HdlException.class)
        .hasMessageStartingWith(
            "TooWide: value: expected 4 bits unsigned to drive it, found 5 bits unsigned"
                + " (TooWide.java:");
  }

  @Test
  void theFilterPassesWhatIsLargeEnoughAndLosesNothing() {
    Simulator sim = Simulator.of(Elaborator.elaborate(new Threshold(8)));
    sim.reset();
    sim.poke("least", 100);
    Random random = new Random(1);
    List<Long> expected = new ArrayList<>();
    List<Long> found = new ArrayList<>();
    for (int cycle = 0; cycle < 1000; cycle++) {
      long word = random.nextInt(256);
      sim.poke("in_valid", random.nextInt(2));
      sim.poke("in_data", word);
      sim.poke("out_ready", random.nextInt(2));
      if (sim.peek("in_valid") == 1 && sim.peek("in_ready") == 1 && word >= 100) {
        expected.add(word);
      }
      if (sim.peek("out_valid") == 1 && sim.peek("out_ready") == 1) {
        found.add(sim.peek("out_data"));
      }
      sim.step(1);
    }
    assertThat(found).hasSizeGreaterThan(200).isEqualTo(expected.subList(0, found.size()));
    assertThat(expected.size() - found.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void theDotProductIsThatOfALoop() {
    int lanes = 16;
    Simulator sim = Simulator.of(Elaborator.elaborate(new DotProduct(lanes)));
    sim.reset();
    sim.poke("valid", 1);
    Random random = new Random(2);
    int expected = 0;
    for (int cycle = 0; cycle < 100; cycle++) {
      BigInteger weights = BigInteger.ZERO;
      BigInteger activations = BigInteger.ZERO;
      for (int lane = 0; lane < lanes; lane++) {
        int weight = random.nextInt(3) - 1;
        int x = random.nextInt(256) - 128;
        weights = weights.or(BigInteger.valueOf(weight + 1).shiftLeft(2 * lane));
        activations = activations.or(BigInteger.valueOf(x & 255).shiftLeft(8 * lane));
        expected += weight * x;
      }
      sim.poke("first", cycle == 0 ? 1 : 0);
      sim.poke("weights", weights);
      sim.poke("activations", activations);
      sim.step(1);
    }
    assertThat(sim.peek("sum")).isEqualTo(expected);
  }

  /// The blocks of the page that begin with a line.
  private static List<List<String>> blocks(String language) throws IOException {
    List<List<String>> blocks = new ArrayList<>();
    List<String> block = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (inside && line.equals("```")) {
        blocks.add(List.copyOf(block));
        block.clear();
        inside = false;
      } else if (inside) {
        block.add(line);
      } else {
        inside = line.equals("```" + language);
      }
    }
    return blocks;
  }

  /// Lines without their indentation and without empty ones, so that a part of a method can stand
  /// on the page at the margin.
  private static String flat(Stream<String> lines) {
    return lines
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  @Test
  void whatThePageShowsIsWhatIsCompiledHere() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        sources.append(flat(Files.readAllLines(file).stream()));
      }
    }
    List<List<String>> blocks = blocks("java");
    assertThat(blocks).hasSizeGreaterThan(6);
    for (List<String> block : blocks) {
      assertThat(sources.toString()).contains(flat(block.stream()));
    }
  }

  @Test
  void theVerilogOfThePageIsWhatIsEmitted() throws IOException {
    Map<String, String> files = VerilogEmitter.emit(Elaborator.elaborate(new Counter(9)));
    for (List<String> block : blocks("verilog")) {
      assertThat(flat(files.getOrDefault("Counter_9.v", "").lines()))
          .contains(flat(block.stream()));
    }
    assertThat(blocks("verilog")).isNotEmpty();
  }
}
