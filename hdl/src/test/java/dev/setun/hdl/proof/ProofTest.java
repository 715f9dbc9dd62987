package dev.setun.hdl.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Port;
import dev.setun.hdl.example.Counter;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.replay.ReplayException;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.testing.RequiresTool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresTool("yosys")
class ProofTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int STEPS = 20;

  /// Counts to `last` and begins again.
  private static VerilogTop counter(int last, String more) {
    return module(
        "always @(posedge clk) if (rst) count <= 0; else if (go) count <= count == "
            + last
            + " ? 0 : count + 1;\n"
            + more);
  }

  private static VerilogTop module(String body) {
    return VerilogTop.of(
        "proved",
        Map.of(
            "proved.v",
            "module proved (input wire clk, input wire rst, input wire go, output reg [3:0] count);\n"
                + body
                + "\nendmodule\n"),
        List.of(
            new Port("rst", Port.Direction.INPUT, 1, false),
            new Port("go", Port.Direction.INPUT, 1, false),
            new Port("count", Port.Direction.OUTPUT, 4, false)));
  }

  private static ProofResult prove(VerilogTop top, Claim... claims) {
    return Proof.run(top, Claims.of(claims), STEPS, LIMIT);
  }

  private static final Claim BELOW_TEN = Claim.prove("below_ten", "count < 10");

  @Test
  void whatHoldsInEveryCycleIsProved() {
    assertThat(prove(counter(9, ""), BELOW_TEN, Claim.prove("not_eleven", "count != 11")))
        .isInstanceOfSatisfying(
            ProofResult.Proved.class,
            proved -> {
              assertThat(proved.claims()).isEqualTo(2);
              assertThat(proved.induction()).isPositive();
              assertThat(proved.tools()).singleElement().asString().startsWith("Yosys ");
            });
  }

  @Test
  void whatDoesNotHoldIsShownByTheShortestRun() {
    assertThat(prove(counter(12, ""), BELOW_TEN, Claim.prove("below_16", "count <= 15")))
        .isInstanceOfSatisfying(
            ProofResult.Counterexample.class,
            found -> {
              assertThat(found.broken()).containsExactly("below_ten");
              // Reset, 0, 1 ... 10.
              assertThat(found.trace().cycles()).hasSize(12);
              assertThat(found.trace().value(0, "rst")).isEqualTo("1");
              for (int cycle = 1; cycle < 12; cycle++) {
                assertThat(Integer.parseInt(found.trace().value(cycle, "count"), 2))
                    .isEqualTo(cycle - 1);
              }
              assertThat(found.trace().toString()).contains("count: ");
            });
  }

  @Test
  void aClaimInTheVerilogIsNamedByItsWire() {
    String claim =
        """
        `ifdef FORMAL
          wire small = count < 10;
          wire known = count < 16;
          always @* if (!rst) begin
            assert (known);
            assert (small); // the count stays below ten
          end
        `endif
        """;
    assertThat(Proof.run(counter(9, claim), Claims.ofTheVerilog(), STEPS, LIMIT))
        .isInstanceOf(ProofResult.Proved.class);
    assertThat(Proof.run(counter(10, claim), Claims.ofTheVerilog(), STEPS, LIMIT))
        .isInstanceOfSatisfying(
            ProofResult.Counterexample.class,
            found -> assertThat(found.broken()).containsExactly("small (proved.v)"));
  }

  @Test
  void anAssumptionIsTakenAsGiven() {
    Claim atZero = Claim.prove("at_zero", "count == 0");
    assertThat(prove(counter(9, ""), atZero)).isInstanceOf(ProofResult.Counterexample.class);
    assertThat(prove(counter(9, ""), atZero, Claim.given("never_go", "!go")))
        .isInstanceOf(ProofResult.Proved.class);
  }

  @Test
  void whatInductionCannotShowIsUnknown() {
    // 8 is never reached, but who were there would need seven cycles to show that he breaks it.
    VerilogTop top = module("always @(posedge clk) count <= rst ? 0 : count[3] ? count + 1 : 0;");
    assertThat(Proof.run(top, Claims.of(Claim.prove("below_15", "count != 15")), 5, LIMIT))
        .isInstanceOfSatisfying(
            ProofResult.Unknown.class,
            unknown -> assertThat(unknown.reason()).isEqualTo("no induction over 5 cycles"));
    assertThat(prove(top, Claim.prove("below_15", "count != 15")))
        .isInstanceOf(ProofResult.Proved.class);
  }

  @Test
  void aStateThatNoResetReachesIsNotForgotten() {
    // go is not cleared by the reset: a two-state simulation that begins with zeros sees nothing.
    VerilogTop top =
        module("reg was; always @(posedge clk) begin was <= was; count <= rst ? 0 : was; end");
    assertThat(prove(top, Claim.prove("stays_zero", "count == 0")))
        .isInstanceOf(ProofResult.Counterexample.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "always @(negedge clk) count <= rst ? 0 : count + 1;",
        "always @(posedge go) count <= rst ? 0 : count + 1;",
        "always @(posedge clk) count <= ;",
      })
  void verilogThatAProofCannotSpeakOfIsRefused(String body) {
    assertThatThrownBy(() -> prove(module(body), BELOW_TEN))
        .isInstanceOf(ReplayException.class)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void nothingToProveAndNothingThatCouldBreakItAreNoProofs() {
    assertThatThrownBy(() -> prove(counter(12, ""))).hasMessageContaining("expected a claim");
    assertThatThrownBy(() ->
            prove(counter(12, ""), BELOW_TEN, Claim.given("up", "go"), Claim.given("down", "!go")))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("keeps the assumptions");
    assertThatThrownBy(() -> Claim.prove("x", "1; endmodule"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Claims.of(BELOW_TEN, BELOW_TEN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmittedModuleEqualsItsModelAndAFaultInItIsFound() {
    Design design = Elaborator.elaborate(new Counter(8));
    Claims equal =
        new Claims(
            List.of(Claim.prove("as_the_model", "count == model")),
            """
            reg [7:0] model;
            always @(posedge clk)
              if (rst || clear) model <= 0; else model <= model + {7'd0, enable};
            """);
    assertThat(Proof.run(top(design), equal, STEPS, LIMIT)).isInstanceOf(ProofResult.Proved.class);
    Design faulty = FaultInjector.inject(design, 1).design();
    assertThat(Proof.run(top(faulty), equal, STEPS, LIMIT))
        .isInstanceOfSatisfying(
            ProofResult.Counterexample.class,
            found -> assertThat(found.broken()).containsExactly("as_the_model"));
  }

  private static VerilogTop top(Design design) {
    List<Port> ports = design.ports().stream().filter(port -> !port.name().equals("clk")).toList();
    return VerilogTop.of(design.top().name(), VerilogEmitter.emit(design), ports);
  }
}
