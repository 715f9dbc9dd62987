package dev.setun.kernels.measure;

import dev.setun.model.inference.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All linears of a model, beside what bounds them.
final class LinearSection {
  private static final long PEAK_TURNS = 2_000_000;
  private static final int CHECKED_ROWS_STRIDE = 37;

  private LinearSection() {}

  /// One token.
  static Map<String, Object> decode(
      KernelBench.Options options,
      Linears linears,
      ReadBandwidth reader,
      Optional<NativeLinears> others) {
    check(linears, others);
    List<Runnable> tasks = new ArrayList<>(List.of(reader::read, linears::run));
    others.ifPresent(each -> tasks.add(each::run));
    List<Timing> timings = Rounds.of(options.rounds(), options.warmUpSeconds(), tasks);
    Timing java = timings.get(1);
    double bandwidth = reader.bytes() / timings.get(0).medianSeconds();
    double rate = linears.bytes() / java.medianSeconds();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("shareOfReadBandwidth", rate / bandwidth);
    if (others.isPresent()) {
      result.put("ratioToNative", timings.get(2).medianSeconds() / java.medianSeconds());
    }
    result.put("milliseconds", java.medianSeconds() * 1e3);
    result.put("bytes", linears.bytes());
    result.put("gigabytesPerSecond", java.rate(linears.bytes() * 1e-9));
    result.put("readBandwidthBesideGBps", timings.get(0).rate(reader.bytes() * 1e-9));
    result.put("gmacPerSecond", linears.multiplyAccumulates() * 1e-9 / java.medianSeconds());
    if (others.isPresent()) {
      result.put("nativeMilliseconds", timings.get(2).medianSeconds() * 1e3);
      result.put("nativeGigabytesPerSecond", timings.get(2).rate(others.get().bytes() * 1e-9));
    }
    return result;
  }

  /// Several tokens, beside the peak of the machine's multiply-accumulate instructions.
  static Map<String, Object> prefill(
      KernelBench.Options options,
      Team team,
      Linears linears,
      Optional<NativeYardstick> yardstick) {
    check(linears, Optional.empty());
    int[] sink = new int[team.threads()];
    List<Runnable> tasks = new ArrayList<>(List.of(linears::run));
    yardstick.ifPresent(
        each -> tasks.add(() -> team.run((thread, _) -> sink[thread] += each.peak(PEAK_TURNS))));
    List<Timing> timings = Rounds.of(options.rounds(), options.warmUpSeconds(), tasks);
    double gmac = linears.multiplyAccumulates() * 1e-9 / timings.get(0).medianSeconds();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("gmacPerSecond", gmac);
    if (yardstick.isPresent()) {
      double macs = (double) team.threads() * PEAK_TURNS * yardstick.get().peakMacs();
      double peak = macs * 1e-9 / timings.get(1).medianSeconds();
      result.put("shareOfVnniPeak", gmac / peak);
      result.put("vnniPeakGmacPerSecond", peak);
    }
    result.put("milliseconds", timings.get(0).medianSeconds() * 1e3);
    result.put("spread", timings.get(0).rate(linears.multiplyAccumulates() * 1e-9));
    return result;
  }

  /// Every linear in some rows against the definition, and the C kernel in all rows against Java.
  private static void check(Linears linears, Optional<NativeLinears> others) {
    int count = linears.matrices().size();
    for (int i = 0; i < count; i += Math.max(1, count / 8)) {
      KernelBench.requireRight(
          "linear " + i, List.of(linears.firstWrongRow(i, CHECKED_ROWS_STRIDE)));
      if (others.isPresent() && !Arrays.equals(linears.results(i), others.get().results(i))) {
        throw new IllegalStateException("linear " + i + ": C and Java differ");
      }
    }
  }
}
