package dev.setun.traces;

/// The unit of a column of numbers, and how a header shows it.
public enum Unit {
  /// A count, an index or a ratio: nothing is added to the header.
  NONE(""),
  CYCLES("cycles"),
  PICOSECONDS("ps"),
  NANOSECONDS("ns"),
  MICROSECONDS("us"),
  MILLISECONDS("ms"),
  SECONDS("s"),
  HERTZ("hz"),
  MEGAHERTZ("mhz"),
  GIGAHERTZ("ghz"),
  BITS("bits"),
  BYTES("bytes"),
  KIBIBYTES("kib"),
  MEBIBYTES("mib"),
  PICOJOULES("pj"),
  NANOJOULES("nj"),
  MICROJOULES("uj"),
  MILLIJOULES("mj"),
  JOULES("j"),
  PICOJOULES_PER_BIT("pj_per_bit"),
  FEMTOJOULES("fj"),
  MICROWATTS("uw"),
  MILLIWATTS("mw"),
  WATTS("w"),
  SQUARE_MICROMETRES("um2"),
  SQUARE_MILLIMETRES("mm2"),
  NANOMETRES("nm"),
  VOLTS("v"),
  BYTES_PER_CYCLE("bytes_per_cycle"),
  GIGABYTES_PER_SECOND("gb_per_s"),
  TOKENS_PER_SECOND("tokens_per_s"),
  MACS_PER_CYCLE("macs_per_cycle"),
  GIGAMACS_PER_SECOND("gmac_per_s"),
  PERCENT("percent");

  private final String suffix;

  Unit(String suffix) {
    this.suffix = suffix;
  }

  /// What a header ends with, without the underscore before it; empty for [#NONE].
  public String suffix() {
    return suffix;
  }
}
