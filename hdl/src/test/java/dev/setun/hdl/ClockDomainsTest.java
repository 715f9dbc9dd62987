package dev.setun.hdl;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.example.AsyncFifo;
import dev.setun.hdl.example.LimitedCounter;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.ir.OneClock;
import dev.setun.hdl.project.ProjectFiles;
import dev.setun.hdl.proof.Claim;
import dev.setun.hdl.proof.Claims;
import dev.setun.hdl.proof.Proof;
import dev.setun.hdl.proof.ProofResult;
import dev.setun.hdl.replay.Lint;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.sim.ClockSchedule;
import dev.setun.hdl.sim.PropertyException;
import dev.setun.hdl.sim.Simulator;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.testing.RequiresTool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClockDomainsTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Design FIFO = Elaborator.elaborate(new AsyncFifo(2, 8));

  /// A module with a second clock whose body is given.
  record Body(String moduleName, BiConsumer<Circuit, Io> body) implements Module<Io> {
    @Override
    public Io ports(PortList p) {
      ClockDomain other = p.clockDomain("rd");
      return new Io(
          other,
          p.in("x", uint(8)),
          p.at(other).in("y", uint(8)),
          p.asynchronous().in("button", bool()),
          p.out("z", uint(8)));
    }

    @Override
    public void build(Circuit c, Io io) {
      body.accept(c, io);
    }
  }

  record Io(ClockDomain other, UInt x, UInt y, Bool button, UInt z) {}

  private static void assertRefused(BiConsumer<Circuit, Io> body, String message) {
    assertThatThrownBy(() -> Elaborator.elaborate(new Body("Top", body)))
        .isInstanceOf(HdlException.class)
        .message()
        .startsWith("Top: " + message)
        .containsPattern("\\(ClockDomainsTest\\.java:\\d+\\)$");
  }

  private static void drive(Io io) {
    io.z().drive(io.x());
  }

  @Test
  void aValueOfAnotherClockIsRefusedWithItsWay() {
    assertRefused(
        (c, io) -> {
          UInt sum = c.named("sum", io.x().addWrap(io.y()));
          UInt r = c.register("r", uint(8), 0);
          r.drive(sum.not());
          io.z().drive(r);
        },
        "register r keeps to clk, but takes a value of rd_clk without a synchroniser:"
            + " y -> sum -> r (");
    assertRefused(
        (c, io) -> io.z().drive(io.y()),
        "output z keeps to clk, but takes a value of rd_clk without a synchroniser: y -> z (");
    assertRefused(
        (c, io) -> {
          drive(io);
          c.in(io.other(), () -> c.when(io.button(), () -> c.register("r", bool(), 0).drive(1)));
        },
        "register r keeps to rd_clk, but takes a value of no clock without a synchroniser:"
            + " button -> r (");
    assertRefused(
        (c, io) -> {
          drive(io);
          Memory<UInt> memory = c.memory("m", uint(8), 4);
          memory.write(UInt.of(0, 2), io.x());
          c.in(io.other(), () -> c.delay("r", memory.read(UInt.of(0, 2))));
        },
        "register r keeps to rd_clk, but takes a value of clk without a synchroniser: m -> r (");
    assertRefused(
        (c, io) -> {
          drive(io);
          c.memory("m", uint(8), 4).write(UInt.of(0, 2), io.y());
        },
        "a write to memory m keeps to clk, but takes a value of rd_clk");
    assertRefused(
        (c, io) -> {
          drive(io);
          c.assertAlways("fine", io.y().atMost(9));
        },
        "property fine keeps to clk, but takes a value of rd_clk");
  }

  @Test
  void aValueOfAnotherClockIsRefusedThroughInstances() {
    record Pass() implements Module<List<UInt>> {
      @Override
      public List<UInt> ports(PortList p) {
        return List.of(p.in("in", uint(8)), p.out("out", uint(8)));
      }

      @Override
      public void build(Circuit c, List<UInt> io) {
        io.get(1).drive(io.get(0));
      }
    }
    assertRefused(
        (c, io) -> {
          List<UInt> pass = c.instance("pass", new Pass());
          pass.get(0).drive(io.y());
          io.z().drive(pass.get(1));
        },
        "input pass.in keeps to clk, but takes a value of rd_clk without a synchroniser:"
            + " y -> pass.in (");
    assertRefused(
        (c, io) -> {
          c.in(
              io.other(),
              () -> {
                List<UInt> pass = c.instance("pass", new Pass());
                pass.get(0).drive(io.y());
                io.z().drive(pass.get(1));
              });
        },
        "output z keeps to clk, but takes a value of rd_clk without a synchroniser:"
            + " pass_out -> z (");
  }

  @Test
  void whatASynchroniserOrANamedCrossingBringsIsAccepted() {
    Elaborator.elaborate(
        new Body(
            "Top",
            (c, io) -> {
              UInt r = c.register("r", uint(8), 0);
              Bool ready = c.synchronise("ready", io.y().bit(0), 2);
              Bool pressed = c.synchronise("pressed", io.button(), 3);
              c.when(ready.and(pressed), () -> r.drive(c.crossing("word", io.y())));
              io.z().drive(r);
            }));
  }

  @Test
  void clocksOfOtherModulesAndClocksThatNothingDrivesAreRefused() {
    assertRefused(
        (c, io) -> {
          Io inner = c.instance("inner", new Body("Inner", (d, i) -> drive(i)));
          inner.x().drive(io.x());
          inner.y().drive(io.y());
          inner.button().drive(io.button());
          drive(io);
        },
        "inner.rd_clk: nothing drives this clock domain of an instance (");
    assertRefused(
        (c, io) -> {
          Io inner = c.instance("inner", new Body("Inner", (d, i) -> drive(i)));
          c.in(inner.other(), () -> {});
        },
        "clock domain inner.rd_clk of ClockDomainsTest.java:");
    assertRefused(
        (c, io) -> {
          Io inner = c.instance("inner", new Body("Inner", (d, i) -> drive(i)));
          inner.other().driveFrom(io.other());
          inner.other().driveFrom(c.clockDomain());
        },
        "inner.rd_clk: driven twice (");
    assertRefused(
        (c, io) -> io.other().driveFrom(c.clockDomain()),
        "rd_clk: only clocks of instances can be driven (");
    assertRefused((c, io) -> c.wire("rd_rst", bool()), "name rd_rst clashes with rd_rst of");
    assertRefused(
        (c, io) -> c.synchronise("s", io.button(), 1),
        "synchronise s: expected 2 stages or more, found 1 (");
  }

  @Test
  void theVerilogHasTheClocksAndMarksTheSynchronisers() {
    assertThat(VerilogEmitter.emit(FIFO).get("AsyncFifo_2_8.v"))
        .contains(
            "  input  wire clk,\n  input  wire rst,\n  input  wire rd_clk,\n  input  wire rd_rst,\n",
            "(* async_reg = \"true\" *) reg  seen_written0_0;",
            "always @(posedge rd_clk) begin\n    if (rd_rst) begin\n",
            "always @(posedge clk) begin\n    if (in_valid & in_ready) words[");
  }

  @Test
  void theProjectFilesHaveEveryClock() {
    SequencedMap<String, String> files =
        new ProjectFiles(FIFO, List.of("AsyncFifo_2_8.v"), clocks(1000, 3700)).files("0.1.0");
    assertThat(files.get("AsyncFifo_2_8.sdc"))
        .contains(
            "create_clock -name clk -period 1.000 [get_ports {clk}]",
            "create_clock -name rd_clk -period 3.700 [get_ports {rd_clk}]",
            "set_clock_groups -asynchronous -group {clk} -group {rd_clk}");
    List<String> ports = String.valueOf(files.get("AsyncFifo_2_8.ports.json")).lines().toList();
    assertThat(line(ports, "\"rd_rst\"")).contains("reset, synchronous");
    assertThat(line(ports, "\"name\": \"in_data\"")).contains("\"clock\": \"clk\"");
    assertThat(line(ports, "\"name\": \"out_data\"")).contains("\"clock\": \"rd_clk\"");
  }

  private static String line(List<String> lines, String part) {
    return lines.stream().filter(line -> line.contains(part)).findFirst().orElse("");
  }

  @Test
  @RequiresTool("verilator")
  void theVerilogIsSilent() {
    assertThat(Lint.verilator(top(FIFO), LIMIT)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aQueueBetweenTwoClocksLosesNothingWhateverTheirPeriods(Simulator.Engine engine) {
    long[][] periods = {{1000, 1000}, {1000, 3700}, {4100, 1000}, {1000, 1001}, {7, 5}};
    for (long[] pair : periods) {
      Random random = new Random(pair[1]);
      Simulator fifo = Simulator.of(FIFO, engine);
      fifo.reset();
      ClockSchedule schedule = new ClockSchedule(clocks(pair[0], pair[1]));
      Deque<Long> words = new ArrayDeque<>();
      int taken = 0;
      for (int step = 0; step < 2000; step++) {
        Set<String> rising = schedule.next();
        long word = random.nextInt(256);
        fifo.poke("in_valid", random.nextInt(4) > 0 ? 1 : 0);
        fifo.poke("in_data", word);
        fifo.poke("out_ready", random.nextInt(4) > 0 ? 1 : 0);
        boolean in = fifo.peek("in_valid") == 1 && fifo.peek("in_ready") == 1;
        boolean out = fifo.peek("out_valid") == 1 && fifo.peek("out_ready") == 1;
        long head = fifo.peek("out_data");
        fifo.step(rising);
        if (rising.contains("rd_clk") && out) {
          assertThat(head).isEqualTo(words.removeFirst());
          taken++;
        }
        if (rising.contains("clk") && in) {
          words.addLast(word);
          assertThat(words).hasSizeLessThanOrEqualTo(4);
        }
      }
      assertThat(taken).isGreaterThan(100);
    }
  }

  @Test
  @RequiresTool("iverilog")
  void icarusWithRealClocksAgreesAtEveryEdge() {
    for (long period : new long[] {10, 6, 37}) {
      new TwoClockBench(FIFO, clocks(10, period), 500, period).assertAgrees();
    }
  }

  @Test
  void aScheduleIsOrderedByTimeAndTellsCoincidingEdges() {
    ClockSchedule schedule = new ClockSchedule(clocks(4, 6));
    assertThat(schedule.next()).containsExactly("clk");
    assertThat(schedule.next()).containsExactly("rd_clk");
    assertThat(schedule.next()).containsExactly("clk");
    assertThat(schedule.next()).containsExactly("clk", "rd_clk");
    assertThat(schedule.nowPs()).isEqualTo(12);
    assertThatThrownBy(() -> new ClockSchedule(clocks(4, 0)))
        .hasMessage("rd_clk: expected a period of 1 ps or more, found 0");
  }

  @Test
  void anUnknownClockIsRefused() {
    Simulator fifo = Simulator.of(FIFO);
    assertThatThrownBy(() -> fifo.step(Set.of("wr_clk")))
        .hasMessage("AsyncFifo_2_8: expected a clock of [clk, rd_clk], found wr_clk");
    Simulator counter = Simulator.of(Elaborator.elaborate(new LimitedCounter(5)));
    counter.poke("enable", 1);
    counter.step(Set.of("clk"));
    counter.step(Set.of());
    assertThat(counter.peek("count")).isEqualTo(1);
  }

  /// A counter that runs at `rd_clk`.
  record CounterAtRd(int limit) implements Module<CounterAtRd.Ports> {
    record Ports(ClockDomain rd, Bool load, UInt start, UInt count) {}

    @Override
    public Ports ports(PortList p) {
      ClockDomain rd = p.clockDomain("rd");
      return new Ports(
          rd,
          p.at(rd).in("load", bool()),
          p.at(rd).in("start", Type.uintUpTo(limit)),
          p.at(rd).out("count", Type.uintUpTo(limit)));
    }

    @Override
    public void build(Circuit c, Ports io) {
      c.in(
          io.rd(),
          () -> {
            LimitedCounter.Io counter = c.instance("counter", new LimitedCounter(limit));
            counter.enable().drive(Bool.TRUE);
            counter.load().drive(io.load());
            counter.start().drive(io.start());
            io.count().drive(counter.count());
          });
    }
  }

  @Test
  void anInstanceRunsAtTheClockItIsDescribedIn() {
    Simulator counter = Simulator.of(Elaborator.elaborate(new CounterAtRd(5)));
    counter.reset();
    counter.step(Set.of("rd_clk"));
    counter.step(Set.of("rd_clk"));
    counter.step(Set.of("clk"));
    assertThat(counter.peek("count")).isEqualTo(2);
    counter.poke("rd_rst", 1);
    counter.step(Set.of("clk"));
    assertThat(counter.peek("count")).isEqualTo(2);
    counter.step(Set.of("rd_clk"));
    assertThat(counter.peek("count")).isZero();
    counter.poke("rd_rst", 0);
    counter.poke("load", 1);
    counter.poke("start", 7);
    counter.step(Set.of("clk"));
    assertThatThrownBy(() -> counter.step(Set.of("rd_clk")))
        .isInstanceOf(PropertyException.class)
        .hasMessageStartingWith("counter.start_in_range: assume expected 1");
  }

  @Test
  @RequiresTool("yosys")
  void aProofForClocksOfAnyFrequency() {
    Design design = Elaborator.elaborate(new CounterAtRd(6));
    // The counter's own assumption is for the module around it to keep.
    Claims given = Claims.of(Claim.given("loads_in_range", "!load || start <= 6"));
    assertThat(Proof.run(top(OneClock.of(design).design()), given, 10, LIMIT))
        .isInstanceOf(ProofResult.Proved.class);
    assertThat(Proof.run(top(OneClock.of(design).design()), Claims.ofTheVerilog(), 10, LIMIT))
        .isInstanceOf(ProofResult.Counterexample.class);
    Design faulty = FaultInjector.inject(design, 1).design();
    assertThat(Proof.run(top(OneClock.of(faulty).design()), given, 10, LIMIT))
        .isInstanceOf(ProofResult.Counterexample.class);
  }

  private static SequencedMap<String, Long> clocks(long clkPs, long rdPs) {
    SequencedMap<String, Long> clocks = new LinkedHashMap<>();
    clocks.put("clk", clkPs);
    clocks.put("rd_clk", rdPs);
    return clocks;
  }

  private static VerilogTop top(Design design) {
    return VerilogTop.of(
        design.top().name(),
        VerilogEmitter.emit(design),
        design.ports().stream().filter(port -> !port.name().equals("clk")).toList());
  }
}
