package dev.setun.workbench.crosscheck;

import dev.setun.traces.InputException;

/// A defect put into one executor on purpose, to show that the cross-check finds it.
///
/// @param executor the executor that is wrong
/// @param seed chooses the defect
public record FaultSpec(ExecutorName executor, long seed) {
  /// Parses `EXECUTOR` or `EXECUTOR:SEED`.
  ///
  /// @throws InputException if it is neither
  public static FaultSpec parse(String text) {
    String[] parts = text.split(":", 2);
    ExecutorName executor = ExecutorName.parseList(parts[0]).iterator().next();
    try {
      return new FaultSpec(executor, parts.length == 1 ? 1 : Long.parseLong(parts[1]));
    } catch (NumberFormatException e) {
      throw new InputException("--fault", "expected EXECUTOR:SEED, found " + text, e);
    }
  }

  @Override
  public String toString() {
    return executor.label() + ":" + seed;
  }
}
