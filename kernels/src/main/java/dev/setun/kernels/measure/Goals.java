package dev.setun.kernels.measure;

import dev.setun.kernels.Kernel;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a report is held against: ratios to what was measured in the same run, and rates of this
/// project's first machine (two cores with AVX-512 VNNI, 33 GB/s).
///
/// The goals are for the shape `bitnet-2b4t` with all its layers on two threads; for others the
/// comparison is left out.
final class Goals {
  private static final double DECODE_SHARE = 0.90;
  private static final double SLOW_MEMORY_GBPS = 40;
  private static final double NATIVE_RATIO = 1.05;
  private static final double PREFILL_GMAC = 420;
  private static final double PEAK_SHARE = 0.90;
  private static final double BOUND_SHARE = 0.80;
  private static final double TOKENS_PER_SECOND = 45;
  private static final double TOKENS_AT_GBPS = 33;
  private static final double LONG_PREFILL = 175;
  private static final double SHORT_PREFILL = 190;
  private static final double FIRST_TOKEN = 2;
  private static final double OVER_MULTIPLYING = 2;

  private final Map<String, Object> report;
  private final Map<String, Object> goals = new LinkedHashMap<>();

  private Goals(Map<String, Object> report) {
    this.report = report;
  }

  /// Each goal with what is required and what was reached.
  static Map<String, Object> of(Map<String, Object> report) {
    return new Goals(report).all();
  }

  private Map<String, Object> all() {
    double share = number("decodeLinears", "shareOfReadBandwidth");
    double bandwidth = number("decodeLinears", "readBandwidthBesideGBps", "median");
    if (bandwidth < SLOW_MEMORY_GBPS) {
      atLeast("decode linears, share of the read bandwidth", DECODE_SHARE, share);
    }
    double ratio = number("decodeLinears", "ratioToNative");
    if (!Double.isNaN(ratio)) {
      atLeast("decode linears, ratio to the C kernel", NATIVE_RATIO, ratio);
    }
    double peak = number("prefillLinears", "vnniPeakGmacPerSecond");
    double required = Double.isNaN(peak) ? PREFILL_GMAC : Math.min(PREFILL_GMAC, PEAK_SHARE * peak);
    atLeast("prefill linears, GMAC/s", required, number("prefillLinears", "gmacPerSecond"));
    atLeast("decode, share of the bound", BOUND_SHARE, number("decode", "shareOfBound"));
    double beside = number("decode", "readBandwidthBesideGBps", "median");
    atLeast(
        "decode, tokens/s at this bandwidth",
        TOKENS_PER_SECOND * Math.min(1, beside / TOKENS_AT_GBPS),
        number("decode", "tokensPerSecond"));
    atLeast("prefill of 512, tokens/s", LONG_PREFILL, number("prefill", "tokensPerSecond"));
    atLeast("prefill of 128, tokens/s", SHORT_PREFILL, number("prefill", "tokensPerSecond128"));
    atMost("bytes allocated by a token", 0, number("bytesAllocatedPerToken"));
    atMost(
        "first token after --warm-up, multiple of a later one",
        FIRST_TOKEN,
        number("warmUp", "firstOverLater"));
    if (String.valueOf(report.get("kernel")).startsWith(Kernel.UNPACK2.label())) {
      withoutShuffles();
    }
    return goals;
  }

  /// Machines without a 16-bit shuffle have one goal more: twice the speed of two-bit weights that
  /// are unpacked and multiplied.
  private void withoutShuffles() {
    String threads = ", threads " + report.get("threads");
    String unpack = Kernel.UNPACK2.label() + threads;
    double fastest = 0;
    for (Kernel kernel : Kernel.values()) {
      double rate = number("kernels", kernel.label() + threads, "decodeInCache", "median");
      fastest = Double.isNaN(rate) ? fastest : Math.max(fastest, rate);
    }
    atLeast(
        "one token, the fastest kernel over unpacking and multiplying",
        OVER_MULTIPLYING,
        fastest / number("kernels", unpack, "decodeInCache", "median"));
    atLeast(
        "64 tokens, tables over unpacking and multiplying",
        OVER_MULTIPLYING,
        number("kernels", unpack, KernelSection.TABLES_OVER_MULTIPLYING));
  }

  private void atLeast(String goal, double required, double reached) {
    put(goal, "atLeast", required, reached, reached >= required);
  }

  private void atMost(String goal, double required, double reached) {
    put(goal, "atMost", required, reached, reached <= required);
  }

  private void put(String goal, String relation, double required, double reached, boolean met) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(relation, required);
    entry.put("reached", reached);
    entry.put("met", met);
    goals.put(goal, entry);
  }

  /// The number at a path in the report; NaN if there is none.
  private double number(String... path) {
    Object at = report;
    for (String key : path) {
      Object next = at instanceof Map<?, ?> map ? map.get(key) : Double.NaN;
      at = next == null ? Double.NaN : next;
    }
    return at instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
