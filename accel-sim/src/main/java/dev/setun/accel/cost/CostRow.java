package dev.setun.accel.cost;

/// One row of a cost table.
///
/// @param item what is priced
/// @param node process node, or `any` for what does not depend on the accelerator's node
/// @param vdd supply voltage in V, empty if the source does not say
/// @param low low end of the value
/// @param nominal the value
/// @param high high end of the value
/// @param unit `pJ/op`, `pJ/bit`, `pJ/access`, `um2` or `ratio`
/// @param bits width of what is priced, empty if that means nothing
/// @param source where the values are from
/// @param confidence how the values are known: `from memory`, `read from file`, `estimated` ...
/// @param notes what else to know, may be empty
public record CostRow(
    String item,
    String node,
    String vdd,
    double low,
    double nominal,
    double high,
    String unit,
    String bits,
    String source,
    String confidence,
    String notes) {

  /// What one event costs. Accesses are priced by the bit.
  ///
  /// @throws IllegalStateException if this is not a row of the energy table
  Energy energyPerEvent() {
    double share =
        switch (unit) {
          case "pJ/op", "pJ/bit" -> 1;
          case "pJ/access" -> 1.0 / Integer.parseInt(bits);
          default -> throw new IllegalStateException(item + " has no energy but " + unit);
        };
    return new Energy(low * share, nominal * share, high * share);
  }

  /// `item at node: nominal [low..high] unit (source; confidence)`, for explanations.
  public String citation() {
    return item
        + " at "
        + node
        + ": "
        + nominal
        + " ["
        + low
        + ".."
        + high
        + "] "
        + unit
        + (bits.isEmpty() ? "" : " of " + bits + " bits")
        + " ("
        + source
        + "; "
        + confidence
        + ")";
  }
}
