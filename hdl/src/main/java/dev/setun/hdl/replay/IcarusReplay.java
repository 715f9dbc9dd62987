package dev.setun.hdl.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/// Replay in Icarus Verilog: four-state, so a register that nobody resets stays visible as unknown.
public final class IcarusReplay implements Replay {
  private static final String BENCH =
      """
      // Row t of the stimulus is applied, settles, the outputs are written, then the clock rises.
      module setun_icarus_bench;
        reg clk;
        reg [64 * @IN@ - 1:0] in_row;
        wire [64 * @OUT@ - 1:0] out_row;
        integer stimulus, response, got;
        setun_replay replay (.clk(clk), .in_row(in_row), .out_row(out_row));
        initial begin
          clk = 1'b0;
          stimulus = $fopen("stimulus.hex", "r");
          response = $fopen("response.txt", "w");
          got = $fscanf(stimulus, "%h", in_row);
          while (got == 1) begin
            #1;
            if ((^out_row) === 1'bx) $fwrite(response, "b%b\\n", out_row);
            else $fwrite(response, "h%h\\n", out_row);
            #1 clk = 1'b1;
            #1 clk = 1'b0;
            got = $fscanf(stimulus, "%h", in_row);
          end
          $fclose(response);
          $finish;
        end
      endmodule
      """;

  private final Tool compiler;
  private final Tool runtime;
  private final BuildCache builds;
  private final Duration limit;

  /// @param work folder for builds, kept from one replay to the next
  /// @param limit time that a build or a run may take
  /// @throws MissingToolException if Icarus Verilog is not on this machine
  public IcarusReplay(Path work, Duration limit) {
    this.compiler = Tool.require("iverilog");
    this.runtime = Tool.require("vvp");
    this.builds = new BuildCache(work.resolve("icarus"));
    this.limit = limit;
  }

  @Override
  public String name() {
    return "icarus";
  }

  @Override
  public Response run(VerilogTop top, PortTrace inputs) {
    ReplayBench bench = new ReplayBench(top);
    int[] columns = bench.inputColumns(inputs);
    Path build = build(bench);
    try {
      Path run = builds.runFolder();
      try {
        writeStimulus(run.resolve("stimulus.hex"), inputs, columns);
        List<String> command =
            List.of(runtime.path().toString(), "-n", build.resolve("bench.vvp").toString());
        ToolRun.mustRun("vvp", command, run, run.resolve("run.log"), limit);
        return readResponse(run.resolve("response.txt"), top, bench, inputs.cycles());
      } finally {
        BuildCache.delete(run);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path build(ReplayBench bench) {
    SequencedMap<String, String> sources = bench.sources();
    sources.put(
        "setun_icarus_bench.v",
        BENCH
            .replace("@IN@", Integer.toString(bench.inputWords()))
            .replace("@OUT@", Integer.toString(bench.outputWords())));
    List<String> options = List.of("-g2005", "-s", "setun_icarus_bench", "-o", "bench.vvp");
    List<String> recipe = new ArrayList<>(options);
    recipe.add(compiler.version());
    return builds.folder(
        recipe,
        sources,
        folder -> {
          List<String> command = new ArrayList<>(List.of(compiler.path().toString()));
          command.addAll(options);
          command.addAll(sources.keySet());
          ToolRun.mustRun("iverilog", command, folder, folder.resolve("build.log"), limit);
        });
  }

  private static void writeStimulus(Path file, PortTrace inputs, int[] columns) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      StringBuilder line = new StringBuilder();
      for (int cycle = 0; cycle < inputs.cycles(); cycle++) {
        line.setLength(0);
        for (int i = columns.length - 1; i >= 0; i--) {
          for (int word = inputs.ports().get(columns[i]).words() - 1; word >= 0; word--) {
            appendHex(line, inputs.get(cycle, columns[i], word));
          }
        }
        writer.append(line).append('\n');
      }
    }
  }

  private static void appendHex(StringBuilder line, long value) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      line.append(Character.forDigit((int) (value >>> shift) & 15, 16));
    }
  }

  private static Response readResponse(Path file, VerilogTop top, ReplayBench bench, int cycles)
      throws IOException {
    PortTrace values = new PortTrace(top.outputs());
    PortTrace unknown = new PortTrace(top.outputs());
    long[] valueRow = new long[bench.outputWords()];
    long[] unknownRow = new long[bench.outputWords()];
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
      for (int cycle = 0; cycle < cycles; cycle++) {
        String line = reader.readLine();
        int digits = valueRow.length * (line != null && line.startsWith("b") ? 64 : 16);
        if (line == null || line.length() != 1 + digits) {
          throw new ReplayException("vvp", "the response ends in cycle " + cycle + " of " + cycles);
        }
        parse(line, valueRow, unknownRow);
        ReplayBench.addRow(values, valueRow);
        ReplayBench.addRow(unknown, unknownRow);
      }
    }
    return new Response(values, unknown);
  }

  /// Takes one line apart: `h` and hexadecimal digits, or `b` and bits that may be x or z.
  private static void parse(String line, long[] values, long[] unknown) {
    boolean binary = line.charAt(0) == 'b';
    int perWord = binary ? 64 : 16;
    for (int word = 0; word < values.length; word++) {
      int from = line.length() - (word + 1) * perWord;
      if (binary) {
        values[word] = bits(line, from, '1', '1');
        unknown[word] = bits(line, from, 'x', 'z');
      } else {
        values[word] = Long.parseUnsignedLong(line, from, from + perWord, 16);
        unknown[word] = 0;
      }
    }
  }

  /// A word with a 1 for each of 64 characters that is one of two.
  private static long bits(String line, int from, char one, char other) {
    long bits = 0;
    for (int i = from; i < from + 64; i++) {
      char c = line.charAt(i);
      bits = bits << 1 | (c == one || c == other ? 1 : 0);
    }
    return bits;
  }
}
