package dev.setun.hdl.ir;

import dev.setun.hdl.HdlException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Checks that the widths and signs of a module's expressions fit together, however the module was
/// made. The language reports such errors earlier and with the line; this is the net below it.
public final class WidthChecker {
  private final String module;
  private final Set<Expr> checked = Collections.newSetFromMap(new IdentityHashMap<>());

  private WidthChecker(String module) {
    this.module = module;
  }

  /// Checks every expression and every driver of a module.
  ///
  /// @throws HdlException at the first that does not fit
  public static void check(ModuleDef module) {
    WidthChecker checker = new WidthChecker(module.name());
    for (Assign assign : module.assigns()) {
      checker.drives(assign.value(), assign.target());
    }
    for (Register register : module.registers()) {
      checker.drives(register.next(), register.net());
    }
    for (Memory memory : module.memories()) {
      for (Memory.Write write : memory.writes()) {
        MemoryDecl decl = memory.decl();
        checker.check(write.enable());
        checker.require(write.enable().width() == 1, decl.name() + ": enable is not one bit");
        checker.check(write.address());
        checker.require(
            write.address().width() == decl.addressWidth(), decl.name() + ": address width");
        checker.check(write.data());
        checker.require(
            write.data().width() == decl.width() && write.data().signed() == decl.signed(),
            decl.name() + ": data width or sign");
      }
    }
    for (Instance instance : module.instances()) {
      for (Net port : instance.module().ports()) {
        if (port.kind() == Net.Kind.INPUT) {
          Expr pin = instance.inputs().get(port.name());
          if (pin == null) {
            throw new HdlException(module.name() + ": " + instance.name() + " lacks " + port);
          }
          checker.drives(pin, port);
        }
      }
    }
  }

  private void drives(Expr value, Net target) {
    check(value);
    require(
        value.width() == target.width() && value.signed() == target.signed(),
        target + " driven by " + value.width() + " bits");
  }

  private void check(Expr expr) {
    if (!checked.add(expr)) {
      return;
    }
    expr.operands().forEach(this::check);
    switch (expr) {
      case Expr.Constant c ->
          require(Semantics.fits(c.value(), c.width(), c.signed()), "constant " + c.value());
      case Expr.Ref _ -> {}
      case Expr.Read r ->
          require(
              r.address().width() == r.memory().addressWidth(), r.memory().name() + ": address");
      case Expr.Unary _ -> {}
      case Expr.Binary b -> equalShapes(b.left(), b.right(), b.op().name());
      case Expr.Mux m -> {
        require(m.condition().width() == 1, "selection by " + m.condition().width() + " bits");
        equalShapes(m.whenTrue(), m.whenFalse(), "selection");
      }
      case Expr.Slice s ->
          require(
              s.low() >= 0 && s.low() <= s.high() && s.high() < s.operand().width(),
              "bits " + s.high() + ".." + s.low() + " of " + s.operand().width());
      case Expr.Concat c -> require(!c.parts().isEmpty(), "empty concatenation");
      case Expr.Extend e -> require(e.width() > e.operand().width(), "extension to " + e.width());
      case Expr.Cast c -> require(c.signed() != c.operand().signed(), "cast to the same sign");
    }
  }

  private void equalShapes(Expr x, Expr y, String what) {
    require(
        x.width() == y.width() && x.signed() == y.signed(),
        what + " of " + x.width() + " and " + y.width() + " bits");
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw new HdlException(module + ": inconsistent expression: " + what);
    }
  }
}
