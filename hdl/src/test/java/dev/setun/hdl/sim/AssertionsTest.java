package dev.setun.hdl.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.example.CounterPair;
import dev.setun.hdl.example.LimitedCounter;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.proof.Claims;
import dev.setun.hdl.proof.Proof;
import dev.setun.hdl.proof.ProofResult;
import dev.setun.hdl.replay.Lint;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.testing.RequiresTool;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AssertionsTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Design PAIR = Elaborator.elaborate(new CounterPair(5));

  @ParameterizedTest
  @EnumSource
  void aCoverIsCountedInTheCyclesInWhichItIsReachedOutsideOfReset(Simulator.Engine engine) {
    Simulator pair = Simulator.of(PAIR, engine);
    pair.poke("enable", 1);
    pair.poke("rst", 1);
    pair.step(20);
    assertThat(pair.covers()).isEqualTo(Map.of("a.wraps", 0L, "b.wraps", 0L));
    pair.poke("rst", 0);
    pair.step(12);
    assertThat(pair.covers()).isEqualTo(Map.of("a.wraps", 2L, "b.wraps", 2L));
    pair.poke("load", 1);
    pair.step(12);
    assertThat(pair.covers().keySet()).containsExactly("a.wraps", "b.wraps");
    assertThat(pair.covers()).isEqualTo(Map.of("a.wraps", 2L, "b.wraps", 2L));
  }

  @ParameterizedTest
  @EnumSource
  void anAssumptionHoldsWhereItsWhenDoes(Simulator.Engine engine) {
    Simulator pair = Simulator.of(PAIR, engine);
    pair.reset();
    pair.poke("start", 7);
    pair.step(3);
    pair.poke("load", 1);
    assertThatThrownBy(pair::step)
        .isInstanceOfSatisfying(
            PropertyException.class,
            found -> {
              assertThat(found.path()).isEqualTo("a.start_in_range");
              assertThat(found.cycle()).isEqualTo(4);
            })
        .hasMessageMatching(
            "a\\.start_in_range: assume expected 1 in every cycle, found 0 in cycle 4"
                + " \\(LimitedCounter\\.java:\\d+\\)");
    assertThat(pair.cycle()).isEqualTo(4);
    pair.poke("rst", 1);
    pair.step();
  }

  @ParameterizedTest
  @EnumSource
  void aFaultBreaksAnAssertion(Simulator.Engine engine) {
    Simulator counter = Simulator.of(faulty(), engine);
    counter.reset();
    counter.poke("load", 1);
    counter.poke("start", 6);
    counter.step();
    assertThatThrownBy(counter::step)
        .isInstanceOfSatisfying(
            PropertyException.class, found -> assertThat(found.path()).isEqualTo("count_in_range"));
  }

  @Test
  void theVerilogHasThemForProversOnly() {
    Map<String, String> files = VerilogEmitter.emit(Elaborator.elaborate(new LimitedCounter(5)));
    assertThat(files.get("LimitedCounter_5.v"))
        .contains(
            """
            `ifdef FORMAL
              always @* if (!rst) assume (start_in_range);
              always @* if (!rst) cover (wraps);
              always @* if (!rst) assert (count_in_range);
            `endif
            endmodule
            """);
  }

  @Test
  @RequiresTool("verilator")
  void theVerilogIsSilent() {
    assertThat(Lint.verilator(top(PAIR), LIMIT)).isEmpty();
  }

  @Test
  @RequiresTool("yosys")
  void aProofTakesTheAssumptionAndProvesTheAssertion() {
    VerilogTop top = top(Elaborator.elaborate(new LimitedCounter(5)));
    assertThat(Proof.run(top, Claims.ofTheVerilog(), 10, LIMIT))
        .isInstanceOfSatisfying(
            ProofResult.Proved.class, proved -> assertThat(proved.claims()).isEqualTo(1));
  }

  @Test
  @RequiresTool("yosys")
  void aProofFindsTheFault() {
    assertThat(Proof.run(top(faulty()), Claims.ofTheVerilog(), 10, LIMIT))
        .isInstanceOfSatisfying(
            ProofResult.Counterexample.class,
            found ->
                assertThat(found.broken()).singleElement().asString().startsWith("count_in_range"));
  }

  /// 6 is loaded as 7, which is out of range.
  private static Design faulty() {
    return FaultInjector.inject(Elaborator.elaborate(new LimitedCounter(6)), 1).design();
  }

  private static VerilogTop top(Design design) {
    return VerilogTop.of(
        design.top().name(),
        VerilogEmitter.emit(design),
        design.ports().subList(1, design.ports().size()));
  }
}
