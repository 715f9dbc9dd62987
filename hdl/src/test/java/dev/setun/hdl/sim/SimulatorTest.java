package dev.setun.hdl.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.HdlException;
import dev.setun.hdl.Port;
import dev.setun.hdl.example.Counter;
import dev.setun.hdl.example.Fifo;
import dev.setun.hdl.example.SelectAddArray;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.replay.PortTrace;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatorTest {
  @ParameterizedTest
  @EnumSource
  void aCounterCountsEnabledCyclesModuloItsRange(Simulator.Engine engine) {
    Simulator counter = Simulator.of(Elaborator.elaborate(new Counter(8)), engine);
    counter.reset();
    counter.poke("enable", 1);
    counter.step(300);
    assertThat(counter.peek("count")).isEqualTo(300 - 256);
    counter.poke("enable", 0);
    counter.step(5);
    assertThat(counter.peek("count")).isEqualTo(300 - 256);
    counter.poke("clear", 1);
    assertThat(counter.peek("count")).isEqualTo(300 - 256);
    counter.step();
    assertThat(counter.peek("count")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aFifoGivesWhatWentInInOrder(Simulator.Engine engine) {
    Simulator fifo = Simulator.of(Elaborator.elaborate(new Fifo(100, 5)), engine);
    Random random = new Random(3);
    Deque<BigInteger> inside = new ArrayDeque<>();
    fifo.reset();
    for (int cycle = 0; cycle < 500; cycle++) {
      BigInteger word = new BigInteger(100, random);
      boolean offered = random.nextInt(3) > 0;
      boolean wanted = random.nextInt(3) > cycle / 250;
      fifo.poke("in_valid", offered ? 1 : 0);
      fifo.poke("in_data", word);
      fifo.poke("out_ready", wanted ? 1 : 0);
      assertThat(fifo.peek("in_ready")).isEqualTo(inside.size() < 5 ? 1 : 0);
      assertThat(fifo.peek("out_valid")).isEqualTo(inside.isEmpty() ? 0 : 1);
      if (!inside.isEmpty()) {
        assertThat(fifo.peekNumber("out_data")).isEqualTo(inside.element());
      }
      boolean accepted = offered && inside.size() < 5;
      if (wanted && !inside.isEmpty()) {
        inside.remove();
      }
      if (accepted) {
        inside.add(word);
      }
      fifo.step();
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfSelectAddersGiveTernaryDotProducts(Simulator.Engine engine) {
    int rows = 3;
    int lanes = 20;
    Simulator array = Simulator.of(Elaborator.elaborate(new SelectAddArray(rows, lanes)), engine);
    Random random = new Random(9);
    array.reset();
    array.poke("load", 1);
    byte[] x = new byte[lanes];
    random.nextBytes(x);
    x[0] = -128;
    BigInteger word = BigInteger.ZERO;
    for (int lane = lanes - 1; lane >= 0; lane--) {
      word = word.shiftLeft(8).or(BigInteger.valueOf(x[lane] & 0xff));
    }
    BigInteger codes = new BigInteger(2 * lanes * rows, random).clearBit(1).clearBit(0);
    array.poke("x", word);
    array.poke("codes", codes);
    array.step(2);
    array.poke("add", 1);
    array.poke("clear", 1);
    array.step();
    array.poke("clear", 0);
    array.step(6);
    for (int row = 0; row < rows; row++) {
      long dot = 0;
      for (int lane = 0; lane < lanes; lane++) {
        int code = codes.shiftRight(2 * (row * lanes + lane)).intValue() & 3;
        dot += code == 0 ? -x[lane] : code == 2 ? x[lane] : 0;
      }
      array.poke("row", row);
      assertThat(array.peek("sum")).isEqualTo(7 * dot);
      assertThat(array.peek("row_" + row + ".total")).isEqualTo(7 * dot);
    }
  }

  @ParameterizedTest
  @EnumSource
  void resetWinsOverWhatIsDriven(Simulator.Engine engine) {
    Simulator counter = Simulator.of(Elaborator.elaborate(new Counter(70)), engine);
    counter.poke("enable", 1);
    counter.step(3);
    assertThat(counter.peekNumber("count")).isEqualTo(BigInteger.valueOf(3));
    counter.setReset(true);
    counter.step();
    assertThat(counter.peekNumber("count")).isZero();
    counter.setReset(false);
    counter.step();
    assertThat(counter.peekNumber("count")).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aReplaySamplesOutputsBeforeTheEdgeOfTheSameRow(Simulator.Engine engine) {
    Design design = Elaborator.elaborate(new Counter(8));
    PortTrace inputs =
        new PortTrace(
            List.of(
                new Port("rst", Port.Direction.INPUT, 1, false),
                new Port("enable", Port.Direction.INPUT, 1, false)));
    long[][] rows = {{1, 0}, {0, 1}, {0, 1}, {0, 0}, {1, 1}, {0, 0}};
    for (long[] row : rows) {
      int cycle = inputs.addCycle();
      inputs.set(cycle, 0, 0, row[0]);
      inputs.set(cycle, 1, 0, row[1]);
    }
    PortTrace outputs = JvmReplay.replay(Simulator.of(design, engine), inputs);
    long[] counts = {0, 0, 1, 2, 2, 0};
    assertThat(outputs.cycles()).isEqualTo(counts.length);
    for (int cycle = 0; cycle < counts.length; cycle++) {
      assertThat(outputs.get(cycle, outputs.column("count"), 0)).isEqualTo(counts[cycle]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void memoriesAreReadAndSetByPath(Simulator.Engine engine) {
    Simulator fifo = Simulator.of(Elaborator.elaborate(new Fifo(100, 5)), engine);
    BigInteger value = BigInteger.ONE.shiftLeft(99).add(BigInteger.TWO);
    fifo.pokeMemory("words", 0, value);
    assertThat(fifo.peekMemory("words", 0)).isEqualTo(value);
    assertThat(fifo.peekNumber("out_data")).isEqualTo(value);
    assertThatThrownBy(() -> fifo.peekMemory("words", 5))
        .isInstanceOf(HdlException.class)
        .hasMessage("words: expected an address in 0..4, found 5");
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeSetIsRefused(Simulator.Engine engine) {
    Simulator counter = Simulator.of(Elaborator.elaborate(new Counter(8)), engine);
    assertThatThrownBy(() -> counter.poke("count", 1))
        .isInstanceOf(HdlException.class)
        .hasMessageContaining("count: expected an input of the top");
    assertThatThrownBy(() -> counter.poke("enable", 2))
        .isInstanceOf(HdlException.class)
        .hasMessage("enable: expected 1 bits unsigned, found 2");
    assertThatThrownBy(() -> counter.peek("nothing"))
        .isInstanceOf(HdlException.class)
        .hasMessage("Counter_8: no signal nothing");
  }
}
