package dev.setun.workbench.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.model.numerics.Profile;
import dev.setun.testing.RequiresTool;
import dev.setun.traces.NpyArray;
import dev.setun.verilog.AcceleratorCircuit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestBenchTest {
  @TempDir Path folder = Path.of(".");

  private Path attnK(String token) throws IOException {
    return Vectors.write(
        folder.resolve("set"),
        Profile.CANONICAL,
        "attn_k",
        "0",
        token,
        Optional.of(Designs.load("edge-16x16")));
  }

  /// What a program wrote, both streams; it must end with 0.
  private static String run(Path in, List<String> command) throws Exception {
    Path log = Files.createTempFile(in.getParent(), "log", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = process.waitFor();
    String text = Files.readString(log);
    assertThat(code).as(text).isZero();
    return text;
  }

  private static List<String> icarus(Path set, List<String> options, List<String> devices)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("iverilog", "-g2005", "-o", "bench.vvp"));
    command.addAll(options);
    command.add("tb_golden.v");
    command.addAll(devices);
    assertThat(run(set, command)).isEmpty();
    return run(set, List.of("vvp", "-n", "bench.vvp")).lines().toList();
  }

  private static void replaceWord(Path file, int word, String digits) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    assertThat(lines.get(1 + word)).isNotEqualTo(digits); // after the comment
    lines.set(1 + word, digits);
    Files.write(file, lines);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 77})
  @RequiresTool({"iverilog", "vvp"})
  void theExampleDevicePasses(int stallSeed) throws Exception {
    List<String> options = List.of("-Ptb_golden.STALL_SEED=" + stallSeed);
    assertThat(icarus(attnK("all"), options, List.of("example_dut.v")))
        .singleElement()
        .asString()
        .startsWith("PASS: 896 accumulators equal");
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void widthsThatDoNotDivideTheLinearPassToo() throws Exception {
    List<String> options = new ArrayList<>();
    Map.of("ROWS", 6, "LANES", 5, "TOKENS", 3, "WEIGHT_BITS", 20, "OUT_LANES", 3, "STALL_SEED", 9)
        .forEach((name, value) -> options.add("-Ptb_golden." + name + "=" + value));
    assertThat(icarus(attnK("all"), options, List.of("example_dut.v")))
        .singleElement()
        .asString()
        .startsWith("PASS: 896 accumulators equal");
  }

  /// The generated hardware, which the bench knows nothing of.
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @RequiresTool({"iverilog", "vvp"})
  void theGeneratedAcceleratorPasses(int stallSeed) throws Exception {
    Design design = Designs.load("edge-16x16");
    Path set = attnK("all");
    List<String> devices = new ArrayList<>();
    for (Map.Entry<String, String> file :
        AcceleratorCircuit.of(design).verilog().files().entrySet()) {
      Files.writeString(set.resolve(file.getKey()), file.getValue());
      devices.add(file.getKey());
    }
    List<String> options =
        List.of(
            "-DGOLDEN_DUT=edge_16x16",
            "-DGOLDEN_NO_PARAMETERS",
            "-Ptb_golden.STALL_SEED=" + stallSeed);
    assertThat(icarus(set, options, devices))
        .singleElement()
        .asString()
        .startsWith("PASS: 896 accumulators equal");
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void aWrongAccumulatorFailsWithItsPlaceAndBothValues() throws Exception {
    Path set = attnK("last");
    int actual = Vectors.ints(set.resolve("accumulators.npy"))[77];
    replaceWord(set.resolve("accumulators.hex"), 77, "%08x".formatted(actual ^ 1));
    assertThat(icarus(set, List.of(), List.of("example_dut.v")))
        .containsExactly(
            "first mismatch: accumulator 77 (token 0, output 77): expected "
                + (actual ^ 1)
                + ", actual "
                + actual,
            "FAIL: 1 of 128 accumulators differ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights_2bit.hex", "activations.hex"})
  @RequiresTool({"iverilog", "vvp"})
  void aWrongOperandFails(String file) throws Exception {
    Path set = attnK("last");
    replaceWord(set.resolve(file), 100, "56");
    assertThat(icarus(set, List.of(), List.of("example_dut.v")))
        .singleElement()
        .asString()
        .startsWith("FAIL: " + file + ": expected checksum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights_2bit.hex", "activations.hex", "accumulators.hex"})
  @RequiresTool({"iverilog", "vvp"})
  void aMissingFileFails(String file) throws Exception {
    Path set = attnK("last");
    Files.delete(set.resolve(file));
    assertThat(icarus(set, List.of(), List.of("example_dut.v")))
        .singleElement()
        .asString()
        .startsWith("FAIL: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // What the device does wrong: a weight that it takes for another, a stream that it never
        // takes, an answer that goes on.
        "2'd0: y[t * ROWS + r] = y|2'd3: y[t * ROWS + r] = y",
        "assign weight_ready = state == RUN|assign weight_ready = state == RUN && beat != 2",
        "assign out_valid = state == SEND|assign out_valid = state == SEND \\|\\| state == IDLE"
      })
  @RequiresTool({"iverilog", "vvp"})
  void aDeviceWithADefectFails(String defect) throws Exception {
    Path set = attnK("last");
    String[] parts = defect.replace("\\|", "\u0000").split("\\|");
    String device = Files.readString(set.resolve("example_dut.v"));
    assertThat(device).contains(parts[0]);
    Files.writeString(
        set.resolve("example_dut.v"), device.replace(parts[0], parts[1].replace('\u0000', '|')));
    List<String> lines =
        icarus(set, List.of("-Ptb_golden.PATIENCE=2000"), List.of("example_dut.v"));
    assertThat(lines.getLast()).startsWith("FAIL: ");
  }

  @Test
  @RequiresTool("verilator")
  void verilatorHasNothingToSayOfTheBench() throws Exception {
    Path set = attnK("last");
    assertThat(
            run(
                set,
                List.of(
                    "verilator",
                    "--lint-only",
                    "--timing",
                    "--top-module",
                    "tb_golden",
                    "tb_golden.v",
                    "example_dut.v")))
        .isEmpty();
  }

  /// Verilator's program of a bench and devices, built and run; it must end with 0.
  private static List<String> verilator(Path set, String... devices) throws Exception {
    List<String> build =
        new ArrayList<>(
            List.of(
                "verilator",
                "--binary",
                "--timing",
                "-Wno-fatal",
                "--top-module",
                "tb_golden",
                "-o",
                "bench",
                "tb_golden.v"));
    build.addAll(List.of(devices));
    run(set, build);
    return run(set, List.of("obj_dir/bench"))
        .lines()
        .filter(line -> line.startsWith("PASS") || line.startsWith("FAIL"))
        .toList();
  }

  @Test
  @RequiresTool({"verilator", "make", "g++"})
  void inVerilatorARightDevicePassesAndAWrongOneFails() throws Exception {
    Path set = attnK("last");
    assertThat(verilator(set, "example_dut.v"))
        .singleElement()
        .asString()
        .startsWith("PASS: 128 accumulators equal");
    Path device = set.resolve("example_dut.v");
    String right = "2'd0: y[t * ROWS + r] = y";
    String text = Files.readString(device);
    assertThat(text).contains(right);
    Files.writeString(device, text.replace(right, "2'd3: y[t * ROWS + r] = y"));
    assertThat(verilator(set, "example_dut.v")).singleElement().asString().startsWith("FAIL: ");
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void readmemhReadsWhatTheArraysHold() throws Exception {
    Path set = attnK("all");
    for (String name : List.of("weights_2bit", "activations", "accumulators", "outputs")) {
      NpyArray array = NpyArray.read(set.resolve(name + ".npy"));
      String module =
          """
          module copy;
            reg [%d:0] memory [0:%d];
            initial begin
              $readmemh("%s.hex", memory);
              $writememh("copy.hex", memory);
            end
          endmodule
          """
              .formatted(8 * array.element().bytes() - 1, array.size() - 1, name);
      Files.writeString(set.resolve("copy.v"), module);
      assertThat(run(set, List.of("iverilog", "-g2005", "-o", "copy.vvp", "copy.v"))).isEmpty();
      assertThat(run(set, List.of("vvp", "-n", "copy.vvp"))).isEmpty();
      assertThat(Vectors.words(set.resolve("copy.hex"))).isEqualTo(Vectors.bits(array));
    }
  }
}
