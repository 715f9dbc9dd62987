package dev.setun.hdl;

/// A conditional block that may go on with another condition or an `otherwise`.
public final class When {
  private final CircuitBuilder builder;
  private final CircuitBuilder.Chain chain;

  When(CircuitBuilder builder, CircuitBuilder.Chain chain) {
    this.builder = builder;
    this.chain = chain;
  }

  /// What happens where this condition is 1 and none before it in the chain.
  ///
  /// @throws HdlException if something was described between the branches
  public When elseWhen(Bool condition, Runnable body) {
    builder.branch(chain, condition.expr(), body);
    return this;
  }

  /// What happens where no condition of the chain is 1.
  ///
  /// @throws HdlException if something was described between the branches
  public void otherwise(Runnable body) {
    builder.branch(chain, Bool.TRUE.expr(), body);
  }
}
