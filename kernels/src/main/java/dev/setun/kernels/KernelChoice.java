package dev.setun.kernels;

import java.util.Locale;

/// What became of one kernel on this machine, and why.
///
/// @param kernel the kernel
/// @param verdict whether it is used, could be, or cannot be
/// @param reason why, one clause
/// @param remedy the flag that would change the verdict, or an empty string if none is needed or
///   known
public record KernelChoice(Kernel kernel, Verdict verdict, String reason, String remedy) {
  /// The outcome for one kernel.
  public enum Verdict {
    /// [KernelProvider#best] uses it.
    CHOSEN,
    /// It would run here, but another is preferred.
    AVAILABLE,
    /// It cannot run here, or would only run slowly.
    UNAVAILABLE
  }

  /// One line for a log or a report.
  @Override
  public String toString() {
    String line = kernel.label() + " " + verdict.name().toLowerCase(Locale.ROOT);
    return line + ": " + reason + (remedy.isEmpty() ? "" : " (" + remedy + ")");
  }
}
