package dev.setun.model.fuzz;

import java.util.List;

/// What came out.
///
/// @param target the format
/// @param inputs how many were read
/// @param accepted how many were files
/// @param rejected how many ended in one line
/// @param places distinct places of refusal and kinds of files
/// @param crashes how many ended in anything else than an InputException, or in more than one line
/// @param slow how many took more than a second, twice
/// @param overAllocated how many took more memory than twice their size and 32 KiB, twice
/// @param largestAllocationBytes the most memory that one input took
/// @param seconds wall time, the only field that is not the same for the same plan
/// @param findings the first of each kind of those that should not be, as they can be replayed
public record FuzzReport(
    String target,
    long inputs,
    long accepted,
    long rejected,
    long places,
    long crashes,
    long slow,
    long overAllocated,
    long largestAllocationBytes,
    double seconds,
    List<Finding> findings) {
  public FuzzReport {
    findings = List.copyOf(findings);
  }

  /// An input that did what no input may.
  ///
  /// @param problem what it did
  /// @param hex the input
  public record Finding(String problem, String hex) {}

  /// Whether no input did what none may.
  public boolean clean() {
    return crashes == 0 && slow == 0 && overAllocated == 0;
  }
}
