package dev.setun.hdl.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Replay in Verilator: two-state, compiled to a program.
public final class VerilatorReplay implements Replay {
  private static final String BENCH =
      """
      // Row t of the stimulus is applied, settles, the outputs are written, then the clock rises.
      // Rows are 32-bit words in the byte order of this machine.
      #include <cstdint>
      #include <cstdio>
      #include "Vsetun_replay.h"
      #include "verilated.h"

      int main(int, char** argv) {
        VerilatedContext context;
        Vsetun_replay top{&context};
        std::FILE* stimulus = std::fopen(argv[1], "rb");
        std::FILE* response = std::fopen(argv[2], "wb");
        if (!stimulus || !response) return 1;
        std::uint32_t in[2 * @IN@];
        std::uint32_t out[2 * @OUT@];
        top.clk = 0;
        while (std::fread(in, sizeof in, 1, stimulus) == 1) {
          for (int i = 0; i < 2 * @IN@; ++i) top.in_row[i] = in[i];
          top.eval();
          for (int i = 0; i < 2 * @OUT@; ++i) out[i] = top.out_row[i];
          if (std::fwrite(out, sizeof out, 1, response) != 1) return 1;
          top.clk = 1;
          top.eval();
          top.clk = 0;
        }
        top.final();
        return std::fclose(response) == 0 ? 0 : 1;
      }
      """;

  private final BuildCache builds;
  private final VerilatorBuild build;
  private final Duration limit;

  /// @param work folder for builds, kept from one replay to the next
  /// @param limit time that a build or a run may take
  /// @throws MissingToolException if Verilator or g++ is not on this machine
  public VerilatorReplay(Path work, Duration limit) {
    this.builds = new BuildCache(work.resolve("verilator"));
    this.build = new VerilatorBuild(builds, VerilatorBuild.Kind.PROGRAM, limit);
    this.limit = limit;
  }

  @Override
  public String name() {
    return "verilator";
  }

  @Override
  public Response run(VerilogTop top, PortTrace inputs) {
    ReplayBench bench = new ReplayBench(top);
    int[] columns = bench.inputColumns(inputs);
    Path program = build.result(bench, main(bench));
    try {
      Path run = builds.runFolder();
      try {
        writeStimulus(run.resolve("stimulus.bin"), inputs, columns, bench.inputWords());
        List<String> command = List.of(program.toString(), "stimulus.bin", "response.bin");
        ToolRun.mustRun("replay", command, run, run.resolve("run.log"), limit);
        return readResponse(run.resolve("response.bin"), top, bench, inputs.cycles());
      } finally {
        BuildCache.delete(run);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String main(ReplayBench bench) {
    return BENCH
        .replace("@IN@", Integer.toString(bench.inputWords()))
        .replace("@OUT@", Integer.toString(bench.outputWords()));
  }

  private static void writeStimulus(Path file, PortTrace inputs, int[] columns, int rowWords)
      throws IOException {
    ByteBuffer row = ByteBuffer.allocate(8 * rowWords).order(ByteOrder.nativeOrder());
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (int cycle = 0; cycle < inputs.cycles(); cycle++) {
        row.clear();
        for (int column : columns) {
          for (int word = 0; word < inputs.ports().get(column).words(); word++) {
            long value = inputs.get(cycle, column, word);
            row.putInt((int) value).putInt((int) (value >>> 32));
          }
        }
        output.write(row.array());
      }
    }
  }

  private static Response readResponse(Path file, VerilogTop top, ReplayBench bench, int cycles)
      throws IOException {
    long expected = 8L * bench.outputWords() * cycles;
    if (Files.size(file) != expected) {
      throw new ReplayException(
          "replay", "expected " + expected + " bytes, found " + Files.size(file));
    }
    PortTrace values = new PortTrace(top.outputs());
    long[] words = new long[bench.outputWords()];
    ByteBuffer row = ByteBuffer.allocate(8 * words.length).order(ByteOrder.nativeOrder());
    try (DataInputStream input =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      for (int cycle = 0; cycle < cycles; cycle++) {
        input.readFully(row.array());
        for (int word = 0; word < words.length; word++) {
          words[word] =
              Integer.toUnsignedLong(row.getInt(8 * word)) | (long) row.getInt(8 * word + 4) << 32;
        }
        ReplayBench.addRow(values, words);
      }
    }
    return Response.known(values);
  }
}
