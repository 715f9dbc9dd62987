package dev.setun.hdl.ir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
    return statements(registers.stream().map(r -> new Set(r, r.next())).toList());
  }

  private static List<Update> statements(List<Set> sets) {
    Map<Expr, List<Set>> byCondition = new IdentityHashMap<>();
    List<Object> order = new ArrayList<>();
    for (Set set : sets) {
      if (set.value() instanceof Expr.Mux mux) {
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
        updates.add(branch(condition, byCondition.getOrDefault(condition, List.of())));
      }
    }
    return updates;
  }

  private static Update branch(Expr condition, List<Set> sets) {
    List<Set> then = new ArrayList<>();
    List<Set> otherwise = new ArrayList<>();
    for (Set set : sets) {
      if (set.value() instanceof Expr.Mux mux) {
        then.add(new Set(set.register(), mux.whenTrue()));
        otherwise.add(new Set(set.register(), mux.whenFalse()));
      }
    }
    return new If(condition, statements(then), statements(otherwise));
  }
}
