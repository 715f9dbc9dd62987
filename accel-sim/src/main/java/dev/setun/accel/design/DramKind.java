package dev.setun.accel.design;

import java.util.Locale;

/// DRAM families that the energy table has rows for.
public enum DramKind implements Labelled {
  DDR4,
  LPDDR4,
  LPDDR5,
  HBM2;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
