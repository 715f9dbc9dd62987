package dev.setun.hdl.sim;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;
import dev.setun.hdl.example.SelectAddArray;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.random.RandomCircuit;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeGeneratorTest {
  /// HotSpot leaves longer methods to the interpreter (`DontCompileHugeMethods`).
  private static final int HUGE_METHOD_BYTES = 8000;

  /// Registers that all turn round in a ring under one condition, and one of them chosen.
  record Ring(int registers) implements Module<Ring.Io> {
    record Io(Bool turn, UInt first, UInt index, UInt chosen) {}

    @Override
    public Io ports(PortList p) {
      return new Io(
          p.in("turn", bool()),
          p.in("first", uint(20)),
          p.in("index", uint(12)),
          p.out("chosen", uint(20)));
    }

    @Override
    public void build(Circuit c, Io io) {
      List<UInt> ring = new ArrayList<>();
      for (int i = 0; i < registers; i++) {
        ring.add(c.register("r_" + i, uint(20), i));
      }
      c.when(
              io.turn(),
              () -> {
                for (int i = 0; i < registers; i++) {
                  UInt before = ring.get((i + registers - 1) % registers);
                  ring.get(i).drive(before.addWrap(1).xor(io.first()));
                }
              })
          .otherwise(() -> ring.getFirst().drive(io.first()));
      io.chosen().drive(c.pick(ring, io.index()));
    }
  }

  @Test
  void noMethodIsTooLongForTheCompiler() {
    for (Module<?> module :
        List.of(new Ring(3000), new SelectAddArray(16, 16), new RandomCircuit(4, 150, 1))) {
      Design design = Elaborator.elaborate(module);
      Units units = new Units(design, new Partition(design).apart(), 0);
      List<byte[]> classes = new ArrayList<>();
      for (ModuleDef unit : units.ordered) {
        new UnitClasses(units, new UnitCode(units, unit))
            .generate()
            .forEach(generated -> classes.add(generated.bytes()));
      }
      assertThat(classes).isNotEmpty();
      for (byte[] bytes : classes) {
        for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
          int length = method.findAttribute(Attributes.code()).orElseThrow().codeLength();
          assertThat(length).as("%s %s", module, method).isLessThan(HUGE_METHOD_BYTES);
        }
      }
    }
  }

  @Test
  void aRingOfRegistersThatReadEachOtherTurnsAsOne() {
    int registers = 3000;
    Simulator simulator = Simulator.of(Elaborator.elaborate(new Ring(registers)));
    long[] expected = new long[registers];
    for (int i = 0; i < registers; i++) {
      expected[i] = i;
    }
    simulator.reset();
    for (int cycle = 0; cycle < 30; cycle++) {
      boolean turn = cycle % 3 > 0;
      long first = cycle * 7919L;
      simulator.poke("turn", turn ? 1 : 0);
      simulator.poke("first", first);
      long[] next = expected.clone();
      for (int i = 0; i < registers && turn; i++) {
        next[i] = ((expected[(i + registers - 1) % registers] + 1) ^ first) & 0xfffff;
      }
      if (!turn) {
        next[0] = first;
      }
      simulator.step();
      expected = next;
      for (int i = 0; i < registers; i += 97) {
        simulator.poke("index", i);
        assertThat(simulator.peek("chosen")).isEqualTo(expected[i]);
        assertThat(simulator.peek("r_" + i)).isEqualTo(expected[i]);
      }
    }
  }
}
