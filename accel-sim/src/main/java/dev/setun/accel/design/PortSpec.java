package dev.setun.accel.design;

/// The widths of the data ports.
///
/// @param weightBits bits of one weight beat; divides the weight word, rows x lanes x bits per
///   weight
/// @param outputLanes int32 results in one output beat; divides `array.rows`
public record PortSpec(int weightBits, int outputLanes) {
  public PortSpec {
    Check.range("ports.weightBits", weightBits, 2, 1 << 15);
    Check.range("ports.outputLanes", outputLanes, 1, 128);
  }
}
