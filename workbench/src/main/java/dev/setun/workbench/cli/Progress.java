package dev.setun.workbench.cli;

import java.util.function.BiConsumer;

/// Progress of long work on standard error, only when that is a terminal (the launcher says so).
final class Progress implements BiConsumer<String, Double> {
  private final boolean terminal = "true".equals(System.getProperty("setun.terminal"));
  private boolean shown;

  /// @param what the step
  /// @param share of it done, 0..1
  @Override
  public void accept(String what, Double share) {
    if (terminal) {
      shown = true;
      System.err.printf(java.util.Locale.ROOT, "\r\u001b[K%s %3.0f %%", what, 100 * share);
      System.err.flush();
    }
  }

  /// A step whose length is not known.
  void step(String what) {
    if (terminal) {
      shown = true;
      System.err.print("\r\u001b[K" + what + " ...");
      System.err.flush();
    }
  }

  /// Clears the line.
  void end() {
    if (shown) {
      System.err.print("\r\u001b[K");
      System.err.flush();
      shown = false;
    }
  }
}
