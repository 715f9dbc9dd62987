package dev.setun.kernels.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Activation;
import dev.setun.model.BackendException;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.family.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The bench on a model of a few thousand weights: what it reports, not how fast anything is. The
/// bench itself compares what it runs with the definition.
class KernelBenchTest {
  private static ModelFamily small() {
    return new ModelFamily(
        "small",
        256,
        2,
        4,
        2,
        64,
        512,
        300,
        2048,
        10_000,
        1e-5f,
        Activation.RELU_SQUARED,
        true,
        true,
        "bitnet-b1.58",
        Weights.TERNARY,
        "this test",
        "none");
  }

  private static KernelBench.Options options(int rounds) {
    return new KernelBench.Options(small(), 2, 2, rounds, 0, 16, 1 << 18);
  }

  @Test
  void theReportHasTheKeysOfTheContract() {
    List<String> steps = new ArrayList<>();
    Map<String, Object> report = new KernelBench(options(3), steps::add).run();
    assertThat(steps).contains("read bandwidth", "whole decode", "whole prefill");
    assertThat((Double) report.get("readBandwidthGBps")).isPositive();
    assertThat(section(report, "decodeLinears")).containsKey("shareOfReadBandwidth");
    assertThat(section(report, "prefillLinears")).containsKey("gmacPerSecond");
    assertThat(section(report, "decode")).containsKeys("tokensPerSecond", "shareOfBound");
    assertThat(section(report, "prefill")).containsKey("tokensPerSecond");
    assertThat(report).containsKeys("bytesAllocatedPerToken", "warmUp");
    if (report.get("kernels") instanceof Map<?, ?> kernels
        && kernels.get("unpack2, threads 2") instanceof Map<?, ?> unpack) {
      assertThat((Double) unpack.get("tablesOverMultiplying")).isPositive();
    }
    if (report.containsKey("nativeYardstick")) {
      assertThat(section(report, "decodeLinears")).containsKey("ratioToNative");
      assertThat(section(report, "prefillLinears")).containsKey("shareOfVnniPeak");
    } else {
      assertThat(report).containsKey("nativeYardstickSkipped");
    }
  }

  private static Map<String, Object> section(Map<String, Object> report, String name) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (report.get(name) instanceof Map<?, ?> found) {
      found.forEach((key, value) -> section.put(String.valueOf(key), value));
    }
    return section;
  }

  @Test
  void tooFewRoundsAreRefused() {
    assertThatThrownBy(() -> options(2))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("--rounds: expected 3..1000, found 2");
  }

  @Test
  void aTimingIsTheMedianAndTheQuartiles() {
    Timing timing = Timing.of(new long[] {5_000, 1_000, 3_000, 2_000, 4_000});
    assertThat(timing).isEqualTo(new Timing(3e-6, 2e-6, 4e-6, 5));
  }
}
