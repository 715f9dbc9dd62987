package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.testing.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
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
    Path folder = work.resolve("a folder").resolve("verilator");
    PortTrace inputs = Samples.counterStimulus(20, 4);
    VerilogTop byTwo = counter("8'd2");
    replay().run(byTwo, inputs);
    List<Path> programs = programs(folder);
    List<FileTime> built = times(programs);
    // A process that died here left this behind.
    Files.createDirectory(folder.resolve("unfinished-1"));
    Response again = replay().run(byTwo, inputs);
    assertThat(programs(folder)).isEqualTo(programs);
    assertThat(times(programs)).isEqualTo(built);
    Response other = replay().run(counter("8'd3"), inputs);
    assertThat(programs(folder)).hasSize(programs.size() + 1);
    assertThat(Comparison.of(again.values(), other).mismatches()).isPositive();
  }

  /// The counter with another step.
  private static VerilogTop counter(String step) {
    Map<String, String> files = new LinkedHashMap<>(Samples.counter().files());
    files.replaceAll((file, text) -> text.replace("8'd1", step));
    return VerilogTop.of("counter", files, Samples.counter().ports());
  }

  private static List<FileTime> times(List<Path> files) throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Path file : files) {
      times.add(Files.getLastModifiedTime(file));
    }
    return times;
  }

  private static List<Path> programs(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("replay")).sorted().toList();
    }
  }
}
