package dev.setun.hdl.ir;

import java.math.BigInteger;
import java.util.Optional;

/// A register: at each rising edge of its clock it takes `reset` if it has one and the clock's
/// reset is 1, else `next`. A `next` that is the register itself, or a branch of a [Expr.Mux] that
/// is, means that it holds.
///
/// @param synchronises whether it takes a value that changes at another clock, and so may be
///   metastable
public record Register(
    Net net, Clock clock, Optional<BigInteger> reset, Expr next, boolean synchronises) {
  /// The register with another next value.
  public Register withNext(Expr other) {
    return new Register(net, clock, reset, other, synchronises);
  }

  /// Whether `value`, as a part of `next`, means that this register keeps its value.
  public boolean holds(Expr value) {
    return value instanceof Expr.Ref ref && ref.net() == net;
  }
}
