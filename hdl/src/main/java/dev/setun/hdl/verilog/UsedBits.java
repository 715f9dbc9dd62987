package dev.setun.hdl.verilog;

import dev.setun.hdl.ir.Assign;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.MemoryDecl;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Register;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which bits of a printable module's nets something reads.
final class UsedBits {
  private final Map<Net, BitSet> used = new IdentityHashMap<>();
  private final Set<Expr> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<MemoryDecl> readMemories = Collections.newSetFromMap(new IdentityHashMap<>());
  private final ModuleDef module;

  UsedBits(ModuleDef module) {
    this.module = module;
    for (Assign assign : module.assigns()) {
      read(assign.value());
    }
    for (Register register : module.registers()) {
      readNext(register, register.next());
    }
    for (Memory memory : module.memories()) {
      for (Memory.Write write : memory.writes()) {
        read(write.enable());
        read(write.address());
        read(write.data());
      }
    }
    for (Instance instance : module.instances()) {
      instance.inputs().values().forEach(this::read);
    }
  }

  /// Names and slices that nothing reads, in order of declaration. Outputs are read outside.
  List<String> unread() {
    List<String> unread = new ArrayList<>();
    for (Net net : module.nets()) {
      if (net.kind() == Net.Kind.OUTPUT) {
        continue;
      }
      BitSet bits = used.getOrDefault(net, new BitSet());
      if (bits.isEmpty()) {
        unread.add(net.name());
        continue;
      }
      for (int low = bits.nextClearBit(0); low < net.width(); ) {
        int next = bits.nextSetBit(low);
        int high = (next < 0 ? net.width() : next) - 1;
        unread.add(net.name() + (high == low ? "[" + low + "]" : "[" + high + ":" + low + "]"));
        low = bits.nextClearBit(high + 1);
      }
    }
    return unread;
  }

  /// Whether anything reads a memory.
  boolean isRead(MemoryDecl memory) {
    return readMemories.contains(memory);
  }

  /// Reads in a next value, without the register's own name where that only says that it holds.
  private void readNext(Register register, Expr next) {
    if (next instanceof Expr.Mux mux) {
      read(mux.condition());
      readNext(register, mux.whenTrue());
      readNext(register, mux.whenFalse());
    } else if (!register.holds(next)) {
      read(next);
    }
  }

  private void read(Expr expr) {
    if (!visited.add(expr)) {
      return;
    }
    if (expr instanceof Expr.Slice slice
        && Lowering.bare(slice.operand()) instanceof Expr.Ref ref) {
      of(ref.net()).set(slice.low(), slice.high() + 1);
      return;
    }
    if (expr instanceof Expr.Read read) {
      readMemories.add(read.memory());
    }
    if (expr instanceof Expr.Ref(Net net)) {
      of(net).set(0, net.width());
    }
    expr.operands().forEach(this::read);
  }

  private BitSet of(Net net) {
    return used.computeIfAbsent(net, n -> new BitSet(n.width()));
  }
}
