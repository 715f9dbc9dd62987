package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.Semantics;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The engine that is meant to be obviously right: whole numbers, one expression at a time.
final class Evaluator implements Machine {
  private record Store(int memory, int address, BigInteger value) {}

  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final FlatDesign design;
  private final BigInteger[] values;
  private final BigInteger[][] memories;

  Evaluator(FlatDesign design) {
    this.design = design;
    this.values = new BigInteger[design.slots.size()];
    Arrays.fill(values, BigInteger.ZERO);
    this.memories = new BigInteger[design.memories.size()][];
    for (int i = 0; i < memories.length; i++) {
      memories[i] = new BigInteger[design.memories.get(i).memory().decl().depth()];
      Arrays.fill(memories[i], BigInteger.ZERO);
    }
  }

  @Override
  public void settle() {
    for (FlatDesign.Statement statement : design.statements) {
      values[statement.target()] = value(statement.value(), statement.scope());
    }
  }

  @Override
  public void clock(boolean reset) {
    BigInteger[] next = new BigInteger[design.registers.size()];
    for (int i = 0; i < next.length; i++) {
      FlatDesign.FlatRegister flat = design.registers.get(i);
      next[i] =
          reset && flat.register().reset().isPresent()
              ? flat.register().reset().get()
              : value(flat.register().next(), flat.scope());
    }
    List<Store> stores = stores();
    for (int i = 0; i < next.length; i++) {
      values[design.registers.get(i).slot()] = next[i];
    }
    stores.forEach(store -> memories[store.memory()][store.address()] = store.value());
  }

  private List<Store> stores() {
    List<Store> stores = new ArrayList<>();
    for (int i = 0; i < memories.length; i++) {
      FlatDesign.FlatMemory flat = design.memories.get(i);
      for (Memory.Write write : flat.memory().writes()) {
        if (value(write.enable(), flat.scope()).signum() != 0) {
          int address = value(write.address(), flat.scope()).intValueExact();
          if (address < memories[i].length) {
            stores.add(new Store(i, address, value(write.data(), flat.scope())));
          }
        }
      }
    }
    return stores;
  }

  private BigInteger value(Expr expr, FlatDesign.Scope scope) {
    return value(expr, scope, new IdentityHashMap<>());
  }

  /// @param known values of the nodes met before, since nodes are shared
  private BigInteger value(Expr expr, FlatDesign.Scope scope, Map<Expr, BigInteger> known) {
    if (expr instanceof Expr.Ref ref) {
      return values[scope.slot(ref.net())];
    }
    BigInteger before = known.get(expr);
    if (before != null) {
      return before;
    }
    List<BigInteger> operands = new ArrayList<>();
    for (Expr operand : expr.operands()) {
      operands.add(value(operand, scope, known));
    }
    BigInteger value =
        expr instanceof Expr.Read read
            ? word(scope.memory(read.memory()), operands.getFirst())
            : Semantics.apply(expr, operands);
    known.put(expr, value);
    return value;
  }

  private BigInteger word(int memory, BigInteger address) {
    int index = address.intValueExact();
    return index < memories[memory].length ? memories[memory][index] : BigInteger.ZERO;
  }

  @Override
  public long word(int slot, int word) {
    return word(values[slot], word, design.slots.get(slot).width());
  }

  private static long word(BigInteger value, int word, int width) {
    return Semantics.bits(value, width).shiftRight(64 * word).longValue();
  }

  @Override
  public void setWord(int slot, int word, long bits) {
    FlatDesign.Slot shape = design.slots.get(slot);
    values[slot] = withWord(values[slot], word, bits, shape.width(), shape.signed());
  }

  private static BigInteger withWord(
      BigInteger value, int word, long bits, int width, boolean signed) {
    BigInteger others = Semantics.bits(value, width).andNot(WORD.shiftLeft(64 * word));
    BigInteger placed = BigInteger.valueOf(bits).and(WORD).shiftLeft(64 * word);
    return Semantics.wrap(others.or(placed), width, signed);
  }

  @Override
  public long memoryWord(int memory, int address, int word) {
    int width = design.memories.get(memory).memory().decl().width();
    return word(memories[memory][address], word, width);
  }

  @Override
  public void setMemoryWord(int memory, int address, int word, long bits) {
    var decl = design.memories.get(memory).memory().decl();
    memories[memory][address] =
        withWord(memories[memory][address], word, bits, decl.width(), decl.signed());
  }
}
