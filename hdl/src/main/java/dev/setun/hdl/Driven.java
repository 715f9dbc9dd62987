package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Net;

/// A net that the module under construction may drive.
record Driven(CircuitBuilder builder, Net net, String label) {
  void drive(Expr value) {
    builder.drive(this, value);
  }

  /// Drivers are told apart by the net.
  @Override
  public boolean equals(Object other) {
    return other instanceof Driven driven && driven.net == net;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(net);
  }
}
