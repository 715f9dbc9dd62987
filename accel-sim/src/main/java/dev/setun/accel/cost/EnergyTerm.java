package dev.setun.accel.cost;

import java.math.BigDecimal;
import java.math.MathContext;

/// One product of an energy: a count times a row.
///
/// @param event what was counted
/// @param count how often
/// @param row its price
/// @param energy count times price
public record EnergyTerm(Event event, long count, CostRow row, Energy energy) {
  static EnergyTerm of(Event event, long count, CostRow row) {
    Energy price = row.energyPerEvent();
    return new EnergyTerm(
        event,
        count,
        row,
        new Energy(count * price.lowPj(), count * price.nominalPj(), count * price.highPj()));
  }

  /// The product in words, for example `1024 select_add x 0.007 pJ = 7.168 pJ`, nominal values.
  public String formula() {
    return count
        + " "
        + event.label()
        + " x "
        + sixDigits(row.energyPerEvent().nominalPj())
        + " pJ = "
        + sixDigits(energy.nominalPj())
        + " pJ";
  }

  private static String sixDigits(double value) {
    return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
