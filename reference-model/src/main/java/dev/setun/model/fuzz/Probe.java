package dev.setun.model.fuzz;

import java.util.function.BiFunction;

/// The one door between the fuzzer and a copy of the readers that [InstrumentingLoader] made: the
/// copy has a Probe of its own, which makes its targets and which its code calls.
public final class Probe implements BiFunction<CoverageMap, Integer, FuzzTarget> {
  private static CoverageMap map = new CoverageMap();

  /// For the loader.
  public Probe() {}

  /// The target of a number in [FormatFuzzer#targets], whose readers report to `coverage`.
  @Override
  public FuzzTarget apply(CoverageMap coverage, Integer number) {
    map = coverage;
    return FormatFuzzer.targets().get(number).get();
  }

  /// Called by instrumented code.
  public static void hit(int place) {
    map.hit(place);
  }
}
