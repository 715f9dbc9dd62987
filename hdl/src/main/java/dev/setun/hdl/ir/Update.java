package dev.setun.hdl.ir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What a clock edge does to registers, as statements: the selections in the registers' next values
/// become branches, registers with the same condition share one, and holding is saying nothing.
public sealed interface Update {
  /// A register takes a value.
  record Set(Register register, Expr value) implements Update {}

  /// One of two lists of statements.
  record If(Expr condition, List<Update> then, List<Update> otherwise) implements Update {
    public If {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /// The statements for some registers.
  static List<Update> of(List<Register> registers) {
    return of(registers, value -> false);
  }

  /// The statements for some registers.
  ///
  /// @param whole which selections are values and not to become branches
  static List<Update> of(List<Register> registers, Predicate<Expr> whole) {
    return statements(registers.stream().map(r -> new Set(r, r.next())).toList(), whole);
  }

  private static List<Update> statements(List<Set> sets, Predicate<Expr> whole) {
    Map<Expr, List<Set>> byCondition = new IdentityHashMap<>();
    List<Object> order = new ArrayList<>();
    for (Set set : sets) {
      if (set.value() instanceof Expr.Mux mux && !whole.test(mux)) {
        byCondition
            .computeIfAbsent(
                mux.condition(),
                condition -> {
                  order.add(condition);
                  return new ArrayList<>();
                })
            .add(set);
      } else if (!set.register().holds(set.value())) {
        order.add(set);
      }
    }
    List<Update> updates = new ArrayList<>();
    for (Object item : order) {
      if (item instanceof Set set) {
        updates.add(set);
      } else if (item instanceof Expr condition) {
        updates.add(branch(condition, byCondition.getOrDefault(condition, List.of()), whole));
      }
    }
    return updates;
  }

  private static Update branch(Expr condition, List<Set> sets, Predicate<Expr> whole) {
    List<Set> then = new ArrayList<>();
    List<Set> otherwise = new ArrayList<>();
    for (Set set : sets) {
      if (set.value() instanceof Expr.Mux mux) {
        then.add(new Set(set.register(), mux.whenTrue()));
        otherwise.add(new Set(set.register(), mux.whenFalse()));
      }
    }
    return new If(condition, statements(then, whole), statements(otherwise, whole));
  }
}
