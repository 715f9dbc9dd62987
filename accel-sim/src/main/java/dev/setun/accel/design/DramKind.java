package dev.setun.accel.design;

/// DRAM families that the energy table has rows for.
public enum DramKind {
  DDR4,
  LPDDR4,
  LPDDR5,
  HBM2
}
