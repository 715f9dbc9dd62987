package dev.setun.hdl.proof;

import java.util.List;

/// What came of a proof.
public sealed interface ProofResult {
  /// The programs that say so, each as it introduces itself.
  List<String> tools();

  /// All claims hold in every cycle after one of reset, whatever the inputs are.
  ///
  /// @param claims how many there are, those in the Verilog included
  /// @param induction cycles that the induction had to look back
  record Proved(List<String> tools, int claims, int induction) implements ProofResult {
    public Proved {
      tools = List.copyOf(tools);
    }
  }

  /// A run that breaks a claim.
  ///
  /// @param broken the claims that do not hold in its last cycle: their names, or path and file of
  ///   the wire that an `assert` in the Verilog takes
  /// @param trace every signal in every cycle of it, the first of them in reset
  record Counterexample(List<String> tools, List<String> broken, ProofTrace trace)
      implements ProofResult {
    public Counterexample {
      tools = List.copyOf(tools);
      broken = List.copyOf(broken);
    }
  }

  /// Neither within the steps or the time that were given.
  ///
  /// @param reason what ran out
  record Unknown(List<String> tools, String reason) implements ProofResult {
    public Unknown {
      tools = List.copyOf(tools);
    }
  }
}
