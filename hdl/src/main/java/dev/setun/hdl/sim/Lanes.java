package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Net;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/// The instances of one module in one unit, computed together: each value of the module is an array
/// with one int for each instance, and one vector instruction serves as many instances as a vector
/// has lanes.
///
/// @param count instances
/// @param stride ints of an array: the instances, rounded up to whole vectors
record Lanes(int count, int stride) {
  /// Below this, vectors would be mostly empty.
  static final int FEWEST = 8;

  /// Bits of an unsigned value that an int holds and compares as a number.
  private static final int UNSIGNED_BITS = 31;

  /// @param vectorLanes ints of a vector
  static Lanes of(int count, int vectorLanes) {
    return new Lanes(count, Math.ceilDiv(count, vectorLanes) * vectorLanes);
  }

  /// Where half a place of 64 bits begins in the array of all values.
  int index(int place, int half) {
    return (2 * place + half) * stride;
  }

  /// Whether the instances of a module can be computed together: all its values fit an int, but for
  /// inputs that are only taken apart; it has no memory and no unit inside; and no input reaches an
  /// output within the cycle, so that all instances can wait for each other.
  static boolean fits(FlatDesign flat) {
    if (!flat.children.isEmpty() || !flat.memories.isEmpty()) {
      return false;
    }
    Set<Integer> registers = new HashSet<>();
    flat.registers.forEach(register -> registers.add(register.slot()));
    Set<Integer> inputs = new HashSet<>();
    for (Net port : flat.top.module.ports()) {
      if (port.kind() == Net.Kind.INPUT) {
        inputs.add(flat.top.slot(port));
      } else if (!registers.contains(flat.top.slot(port))) {
        return false;
      }
    }
    return new Fitness(inputs).fits(flat);
  }

  private record Fitness(Set<Integer> inputs, Map<Expr, Boolean> seen) {
    Fitness(Set<Integer> inputs) {
      this(inputs, new IdentityHashMap<>());
    }

    boolean fits(FlatDesign flat) {
      for (int slot = 0; slot < flat.slots.size(); slot++) {
        FlatDesign.Slot shape = flat.slots.get(slot);
        if (!isInt(shape.width(), shape.signed()) && !inputs.contains(slot)) {
          return false;
        }
      }
      for (FlatDesign.Statement statement : flat.unordered().values()) {
        if (!fits(statement.value(), statement.scope())) {
          return false;
        }
      }
      for (FlatDesign.FlatRegister register : flat.registers) {
        if (!fits(register.register().next(), register.scope())) {
          return false;
        }
      }
      return true;
    }

    private boolean fits(Expr expr, FlatDesign.Scope scope) {
      if (expr instanceof Expr.Ref) {
        return isInt(expr.width(), expr.signed());
      }
      if (seen.put(expr, true) != null) {
        return true;
      }
      if (!isInt(expr.width(), expr.signed())) {
        return false;
      }
      return switch (expr) {
        case Expr.Read _ -> false;
        case Expr.Unary unary ->
            unary.op() != Expr.Unary.Op.REDUCE_XOR && fits(unary.operand(), scope);
        case Expr.Binary binary -> {
          boolean compares = !binary.op().compares() || binary.left().width() <= UNSIGNED_BITS;
          yield compares && fits(binary.left(), scope) && fits(binary.right(), scope);
        }
        case Expr.Slice(Expr.Ref(Net net), int _, int _) when !isInt(net.width(), net.signed()) ->
            inputs.contains(scope.slot(net));
        case Expr.Constant _,
            Expr.Ref _,
            Expr.Mux _,
            Expr.Slice _,
            Expr.Concat _,
            Expr.Extend _,
            Expr.Cast _ -> {
          boolean all = true;
          for (Expr operand : expr.operands()) {
            all &= fits(operand, scope);
          }
          yield all;
        }
      };
    }

    private static boolean isInt(int width, boolean signed) {
      return width <= UNSIGNED_BITS || width == Integer.SIZE && signed;
    }
  }

  /// Ints of the widest vector that this JVM computes with, 0 if it has no vector module.
  static int ofThisJvm() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return 0;
    }
    try {
      Class<?> vector = Class.forName("jdk.incubator.vector.IntVector");
      Object species = vector.getField("SPECIES_PREFERRED").get(null);
      Class<?> type = Class.forName("jdk.incubator.vector.VectorSpecies");
      return (int) type.getMethod("length").invoke(species);
    } catch (ReflectiveOperationException absent) {
      return 0;
    }
  }
}
