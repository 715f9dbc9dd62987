package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Assign;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Register;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which nodes of a module's expressions are computed once and kept, rather than in place.
///
/// A node is *kept* in a slot of its own if several statements use it, if it is wider than a long,
/// or if the code of what uses it would become too long for one method. A node that one statement
/// uses several times is *local* to it.
final class Sharing {
  /// Estimated bytes of bytecode beyond which an operand is split off.
  private static final int LARGE = 1500;

  private final Map<Expr, Integer> edges = new IdentityHashMap<>();
  private final Map<Expr, Integer> roots = new IdentityHashMap<>();
  private final Map<Expr, Integer> sizes = new IdentityHashMap<>();
  private final Set<Expr> large = Collections.newSetFromMap(new IdentityHashMap<>());

  Sharing(ModuleDef module) {
    for (Assign assign : module.assigns()) {
      root(assign.value());
    }
    for (Register register : module.registers()) {
      root(register.next());
    }
    for (Memory memory : module.memories()) {
      for (Memory.Write write : memory.writes()) {
        List.of(write.enable(), write.address(), write.data()).forEach(this::root);
      }
    }
    for (Instance instance : module.instances()) {
      instance.inputs().values().forEach(this::root);
    }
  }

  static boolean isWide(Expr expr) {
    return expr.width() > 64;
  }

  /// Whether a node has a slot of its own.
  boolean isKept(Expr expr) {
    if (isLeaf(expr)) {
      return false;
    }
    return isWide(expr)
        || large.contains(expr)
        || edges.getOrDefault(expr, 1) > 1 && roots.getOrDefault(expr, 1) > 1 && !isCheap(expr);
  }

  /// Whether computing a node again costs no more than keeping it.
  private static boolean isCheap(Expr expr) {
    return switch (expr) {
      case Expr.Constant _, Expr.Ref _ -> true;
      case Expr.Slice slice -> isLeaf(slice.operand());
      case Expr.Extend extend -> isCheap(extend.operand());
      case Expr.Cast cast -> isCheap(cast.operand());
      case Expr.Read _, Expr.Unary _, Expr.Binary _, Expr.Mux _, Expr.Concat _ -> false;
    };
  }

  /// Whether a node is computed once for each statement that uses it.
  boolean isLocal(Expr expr) {
    return !isLeaf(expr) && !isKept(expr) && edges.getOrDefault(expr, 1) > 1;
  }

  /// Estimated bytes of the code that computes a node, without what is kept elsewhere.
  int size(Expr expr) {
    return sizes.getOrDefault(expr, 10);
  }

  /// What needs no code: wide constants and renamings are read where they are.
  static boolean isLeaf(Expr expr) {
    return switch (expr) {
      case Expr.Constant _, Expr.Ref _ -> true;
      case Expr.Cast cast -> isWide(cast) && isLeaf(cast.operand());
      case Expr.Read _,
          Expr.Unary _,
          Expr.Binary _,
          Expr.Mux _,
          Expr.Slice _,
          Expr.Concat _,
          Expr.Extend _ ->
          false;
    };
  }

  private void root(Expr expr) {
    edges.merge(expr, 1, Integer::sum);
    visit(expr, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private void visit(Expr expr, Set<Expr> seen) {
    if (!seen.add(expr)) {
      return;
    }
    boolean first = roots.merge(expr, 1, Integer::sum) == 1;
    for (Expr operand : expr.operands()) {
      if (first) {
        edges.merge(operand, 1, Integer::sum);
      }
      visit(operand, seen);
    }
    if (first) {
      int size = own(expr);
      for (Expr operand : expr.operands()) {
        size += isWide(operand) || large.contains(operand) ? 6 : size(operand);
      }
      sizes.put(expr, size);
      if (size > LARGE && !isLeaf(expr)) {
        large.add(expr);
      }
    }
  }

  private static int own(Expr expr) {
    return switch (expr) {
      case Expr.Constant _ -> 3;
      case Expr.Ref _ -> 6;
      case Expr.Read _ -> 12;
      case Expr.Unary _, Expr.Cast _ -> 8;
      case Expr.Binary _, Expr.Mux _ -> 14;
      case Expr.Slice _ -> 24;
      case Expr.Concat concat -> 14 * concat.parts().size();
      case Expr.Extend _ -> 6;
    };
  }
}
