package dev.setun.hdl.ir;

/// A wire or output and the expression that drives it.
public record Assign(Net target, Expr value) {}
