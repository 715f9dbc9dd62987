package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.testing.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresTool({"verilator", "g++"})
final class VerilatorReplayTest extends RunnerChecks {
  /// One folder for the class: builds are kept between the tests, as they are between runs.
  @TempDir private static Path work;

  @Override
  Replay replay() {
    return new VerilatorReplay(work.resolve("a folder"), Duration.ofMinutes(2));
  }

  @Test
  void theSameVerilogIsBuiltOnceAndAChangedOneAgain() throws IOException {
    Path folder = work.resolve("once");
    Replay replay = new VerilatorReplay(folder, Duration.ofMinutes(2));
    PortTrace inputs = Samples.counterStimulus(20, 4);
    replay.run(Samples.counter(), inputs);
    Path program = programs(folder).getFirst();
    FileTime built = Files.getLastModifiedTime(program);
    // A process that died here left this behind.
    Files.createDirectory(folder.resolve("verilator").resolve("unfinished-1"));
    Response again = replay.run(Samples.counter(), inputs);
    assertThat(Files.getLastModifiedTime(program)).isEqualTo(built);
    Map<String, String> byTwo = new LinkedHashMap<>(Samples.counter().files());
    byTwo.replaceAll((file, text) -> text.replace("8'd1", "8'd2"));
    VerilogTop changed = VerilogTop.of("counter", byTwo, Samples.counter().ports());
    Response other = replay.run(changed, inputs);
    assertThat(programs(folder)).hasSize(2);
    assertThat(Comparison.of(again.values(), other).mismatches()).isPositive();
  }

  private static List<Path> programs(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("replay")).toList();
    }
  }
}
