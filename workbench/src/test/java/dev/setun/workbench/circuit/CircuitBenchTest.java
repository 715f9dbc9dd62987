package dev.setun.workbench.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.testing.RequiresTool;
import dev.setun.traces.InputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CircuitBenchTest {
  @TempDir Path work = Path.of(".");

  private CircuitBench.Options options(int rows, int rounds, double seconds) {
    return new CircuitBench.Options(rows, rounds, seconds, 0, work, Duration.ofMinutes(5));
  }

  /// That all simulators give the same output is checked inside, before anything is timed.
  @Test
  @RequiresTool({"verilator", "g++", "make", "iverilog", "vvp"})
  void everySimulatorIsComparedWithBothTools() {
    List<String> steps = new ArrayList<>();
    CircuitBench bench = new CircuitBench(options(1, 2, 0.001), steps::add);
    CircuitBench.Comparison comparison = bench.compare(4);
    assertThat(comparison.kiloCyclesPerSecond().keySet())
        .containsExactly("whole", "compiled", "vectors", "verilator", "icarus");
    assertThat(comparison.overVerilator().keySet()).containsExactly("whole", "compiled", "vectors");
    assertThat(comparison.overIcarus().keySet()).containsExactly("whole", "compiled", "vectors");
    assertThat(comparison.kiloCyclesPerSecond().values())
        .allSatisfy(rate -> {
          assertThat(rate.rounds()).isEqualTo(2);
          assertThat(rate.low()).isPositive().isLessThanOrEqualTo(rate.high());
        });
    assertThat(steps).contains("comparing outputs", "round 2 of 2");
  }

  @Test
  void theQuartilesAreThoseOfTheSortedRounds() {
    Spread spread = Spread.of(new double[] {50, 10, 40, 20, 30});
    assertThat(spread).isEqualTo(new Spread(20, 30, 40, 5));
    assertThat(Spread.of(new double[] {7})).isEqualTo(new Spread(7, 7, 7, 1));
  }

  @Test
  void badOptionsAreNamed() {
    assertThatThrownBy(() -> options(65, 1, 1))
        .isInstanceOf(InputException.class)
        .hasMessage("--rows: expected 1..64, found 65");
    assertThatThrownBy(() -> options(1, 0, 1)).hasMessageStartingWith("--rounds: expected 1..1000");
    assertThatThrownBy(() -> options(1, 1, Double.NaN)).hasMessageStartingWith("--round-seconds:");
  }
}
