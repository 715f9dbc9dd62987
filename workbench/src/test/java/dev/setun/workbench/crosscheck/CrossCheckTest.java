package dev.setun.workbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.testing.RequiresTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossCheckTest {
  private final Model model = load();
  private final Design design = Designs.load("edge-16x16");

  @TempDir Path work = Path.of(".");

  private static Model load() {
    try {
      return Models.load(Models.BARD);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private CrossCheckResult run(
      Set<ExecutorName> executors, int hardwareTokens, Optional<FaultSpec> fault) {
    CrossCheckOptions options =
        new CrossCheckOptions("ROMEO:", 1, hardwareTokens, 0, executors, 2, 7, fault, work);
    return new CrossCheck(model, design, options, step -> {}).run();
  }

  @Test
  void soundExecutorsOfTheJvmAgreeInEveryBitAndCycle() {
    CrossCheckResult result =
        run(
            EnumSet.of(
                ExecutorName.REFERENCE,
                ExecutorName.SIMD,
                ExecutorName.MACHINE,
                ExecutorName.CIRCUIT),
            1,
            Optional.empty());
    assertThat(result.mismatches()).isEmpty();
    assertThat(result.comparedValues()).isGreaterThan(50_000);
    assertThat(result.comparedCycles()).isGreaterThan(50_000);
    assertThat(result.skipped()).containsOnlyKeys(ExecutorName.VERILATOR, ExecutorName.ICARUS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFaultInTheReferenceIsFoundBySimd(long seed) {
    CrossCheckResult result =
        run(
            EnumSet.of(ExecutorName.SIMD),
            0,
            Optional.of(new FaultSpec(ExecutorName.REFERENCE, seed)));
    assertThat(result.equal()).isFalse();
    Mismatch first = result.mismatches().getFirst();
    assertThat(first.executor()).isEqualTo(ExecutorName.SIMD);
    assertThat(Integer.parseInt(first.expected())).isEqualTo(Integer.parseInt(first.actual()) + 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFaultInSimdIsFoundWithItsPlace(long seed) {
    CrossCheckResult result =
        run(EnumSet.of(ExecutorName.SIMD), 0, Optional.of(new FaultSpec(ExecutorName.SIMD, seed)));
    Mismatch first = result.mismatches().getFirst();
    assertThat(first.where()).startsWith("blk.");
    assertThat(first.signal()).startsWith("accumulator[");
    assertThat(Integer.parseInt(first.actual())).isEqualTo(Integer.parseInt(first.expected()) + 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aFaultInTheMachineIsFoundByValuesOrByTheCircuitsCycles(long seed) {
    CrossCheckResult result =
        run(
            EnumSet.of(ExecutorName.MACHINE, ExecutorName.CIRCUIT),
            0,
            Optional.of(new FaultSpec(ExecutorName.MACHINE, seed)));
    assertThat(result.equal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aFaultInTheCircuitIsFoundWithCycleSignalAndTile(long seed) {
    CrossCheckResult result =
        run(
            EnumSet.of(ExecutorName.MACHINE, ExecutorName.CIRCUIT),
            0,
            Optional.of(new FaultSpec(ExecutorName.CIRCUIT, seed)));
    assertThat(result.equal()).isFalse();
    Mismatch first = result.mismatches().getFirst();
    assertThat(first.executor()).isEqualTo(ExecutorName.CIRCUIT);
    assertThat(first.cycle()).isNotNegative();
    assertThat(first.tile()).startsWith("token tile ");
    assertThat(first.expected()).isNotEqualTo(first.actual());
  }

  @Test
  @RequiresTool({"verilator", "g++"})
  void aFaultInTheVerilogIsFoundByVerilator() {
    requireFound(ExecutorName.VERILATOR);
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void aFaultInTheVerilogIsFoundByIcarus() {
    requireFound(ExecutorName.ICARUS);
  }

  private void requireFound(ExecutorName executor) {
    CrossCheckResult result =
        run(EnumSet.of(ExecutorName.MACHINE, executor), 0, Optional.of(new FaultSpec(executor, 3)));
    assertThat(result.mismatches()).hasSize(1);
    assertThat(result.mismatches().getFirst().executor()).isEqualTo(executor);
    assertThat(result.cycleMismatches()).isPositive();
  }
}
