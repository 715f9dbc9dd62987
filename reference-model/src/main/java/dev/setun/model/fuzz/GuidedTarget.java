package dev.setun.model.fuzz;

import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// A target whose readers are a copy that says where an input got to.
record GuidedTarget(FuzzTarget target, CoverageMap coverage) implements FuzzTarget {
  /// @param number in [FormatFuzzer#targets]
  static GuidedTarget of(int number) {
    CoverageMap coverage = new CoverageMap();
    return new GuidedTarget(probe(coverage).apply(coverage, number), coverage);
  }

  /// A class of another loader can be had by reflection only.
  @SuppressWarnings("unchecked") // Probe has these types
  private static BiFunction<CoverageMap, Integer, FuzzTarget> probe(CoverageMap coverage) {
    try {
      return (BiFunction<CoverageMap, Integer, FuzzTarget>)
          new InstrumentingLoader(coverage)
              .loadClass(Probe.class.getName())
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public List<byte[]> seeds() {
    return target.seeds();
  }

  @Override
  public List<Field> fields(byte[] input) {
    return target.fields(input);
  }

  @Override
  public List<byte[]> words() {
    return target.words();
  }

  @Override
  public byte[] repair(byte[] input, RandomGenerator random) {
    return target.repair(input, random);
  }

  @Override
  public long constantBytes() {
    return target.constantBytes();
  }

  @Override
  public long read(byte[] input) {
    return target.read(input);
  }
}
