package dev.setun.hdl.ir;

import java.math.BigInteger;
import java.util.Optional;

/// A register: at each rising clock edge it takes `reset` if it has one and rst is 1, else `next`.
/// A `next` that is the register itself, or a branch of a [Expr.Mux] that is, means that it holds.
public record Register(Net net, Optional<BigInteger> reset, Expr next) {
  /// Whether `value`, as a part of `next`, means that this register keeps its value.
  public boolean holds(Expr value) {
    return value instanceof Expr.Ref ref && ref.net() == net;
  }
}
