package dev.setun.accel.design;

/// Process nodes that the cost tables have rows for.
public enum ProcessNode implements Labelled {
  NM_45("45nm"),
  NM_7("7nm");

  private final String label;

  ProcessNode(String label) {
    this.label = label;
  }

  /// The node as the tables and design files write it.
  @Override
  public String label() {
    return label;
  }
}
