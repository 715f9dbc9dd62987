package dev.setun.workbench.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The page of `setun bench kernels`: its figures, and a roofline of decode and prefill under this
/// machine's read bandwidth and the peak of its multiply-accumulate instructions.
public final class KernelReport {
  /// Tokens that share one pass over the weights in the sections of the report.
  private static final int TOKENS_OF_KERNELS = 64;

  private static final int TOKENS_OF_LINEARS = 128;

  private final Map<String, Object> bench;
  private final ReportData page;

  private KernelReport(String shape, Map<String, Object> bench) {
    this.bench = bench;
    this.page =
        new ReportData(
            "CPU kernels on the shape " + shape,
            "Measured on this machine in one run: medians of rounds in turns. A byte of the"
                + " roofline is one of packed weights, read once for all tokens of a batch.");
  }

  /// The page of a report of `KernelBench`.
  public static ReportData of(String shape, Map<String, Object> bench) {
    return new KernelReport(shape, bench).build();
  }

  private ReportData build() {
    figure("kernel", "", "kernel");
    figure("read bandwidth", "GB/s", "readBandwidthGBps");
    figure("decode linears over read bandwidth", "", "decodeLinears", "shareOfReadBandwidth");
    figure("decode linears over the C kernel", "", "decodeLinears", "ratioToNative");
    figure("prefill linears", "GMAC/s", "prefillLinears", "gmacPerSecond");
    figure("whole decode", "tokens/s", "decode", "tokensPerSecond");
    figure("whole prefill, 512 tokens", "tokens/s", "prefill", "tokensPerSecond");
    figure("allocated by a token", "B", "bytesAllocatedPerToken");
    roofline();
    return page;
  }

  private void figure(String label, String unit, String... path) {
    Object value = at(path);
    if (value != null) {
      page.figure(label, value, unit, "measured");
    }
  }

  private @Nullable Object at(String... path) {
    Object value = bench;
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return value;
  }

  /// A number of the report, 0 where it is missing.
  private double number(String... path) {
    return at(path) instanceof Number number ? number.doubleValue() : 0;
  }

  private void roofline() {
    double peak = number("prefillLinears", "vnniPeakGmacPerSecond");
    double fastest = Math.max(peak, number("prefillLinears", "gmacPerSecond"));
    page.roofline(fastest, number("readBandwidthGBps") * 1e9);
    if (peak == 0) {
      page.note("No C compiler here: the roof of the roofline is the fastest that was measured.");
    }
    if (at("kernels") instanceof Map<?, ?> kernels) {
      String all = "threads " + bench.get("threads");
      for (Object key : kernels.keySet()) {
        String name = String.valueOf(key);
        if (name.endsWith(all)) {
          kernel(name);
        }
      }
    }
    double macs = number("decodeLinears", "gmacPerSecond");
    double perByte = macs / number("decodeLinears", "gigabytesPerSecond", "median");
    point("all linears, 1 token", perByte, macs);
    point(
        "all linears, " + TOKENS_OF_LINEARS + " tokens",
        perByte * TOKENS_OF_LINEARS,
        number("prefillLinears", "gmacPerSecond"));
    double work = macs * number("decodeLinears", "milliseconds");
    double nativeMacs = work / number("decodeLinears", "nativeMilliseconds");
    double nativeBytes = number("decodeLinears", "nativeGigabytesPerSecond", "median");
    point("C kernel, all linears, 1 token", nativeMacs / nativeBytes, nativeMacs);
  }

  private void kernel(String name) {
    double macs = number("kernels", name, "decodeStreamed", "median");
    double perByte = macs / number("kernels", name, "streamedGBps", "median");
    point(name + ", 1 token from memory", perByte, macs);
    point(
        name + ", " + TOKENS_OF_KERNELS + " tokens",
        perByte * TOKENS_OF_KERNELS,
        number("kernels", name, "tokens" + TOKENS_OF_KERNELS, "median"));
  }

  /// What was not measured is no number here.
  private void point(String name, double macsPerByte, double gmacs) {
    if (Double.isFinite(macsPerByte) && macsPerByte > 0 && Double.isFinite(gmacs) && gmacs > 0) {
      page.rooflinePoint(name, macsPerByte, gmacs);
    }
  }
}
