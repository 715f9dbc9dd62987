package dev.setun.hdl;

import static dev.setun.hdl.Type.uint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.ir.Parameter;
import dev.setun.hdl.random.RandomInputs;
import dev.setun.hdl.replay.Comparison;
import dev.setun.hdl.replay.IcarusReplay;
import dev.setun.hdl.replay.Lint;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.Replay;
import dev.setun.hdl.replay.VerilatorReplay;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.sim.JvmReplay;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.testing.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlackBoxTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// Somebody's multiplier with an output register.
  record Multiplier(String clockPin, int width) implements BlackBox<Multiplier.Io> {
    record Io(UInt a, UInt b, UInt product) {}

    @Override
    public String moduleName() {
      return "vendor_mul";
    }

    @Override
    public List<Parameter> verilogParameters() {
      return List.of(Parameter.of("WIDTH", width), Parameter.of("STYLE", "fast"));
    }

    @Override
    public String resetPin() {
      return "srst";
    }

    @Override
    public Io ports(PortList p) {
      return new Io(
          p.in("a", uint(width)), p.in("b", uint(width)), p.out("product", uint(2 * width)));
    }

    @Override
    public void build(Circuit c, Io io) {
      io.product().drive(c.delay("held", io.a().mulGrow(io.b()), 0));
    }
  }

  record Squares(String clockPin) implements Module<Squares.Io> {
    record Io(UInt x, UInt y) {}

    @Override
    public Io ports(PortList p) {
      return new Io(p.in("x", uint(8)), p.out("y", uint(17)));
    }

    @Override
    public void build(Circuit c, Io io) {
      Multiplier.Io square = c.instance("square", new Multiplier(clockPin, 8));
      square.a().drive(io.x());
      square.b().drive(io.x());
      io.y().drive(square.product().addGrow(c.delay("earlier", square.product())));
    }
  }

  private static final Design DESIGN = Elaborator.elaborate(new Squares("CLOCK"));

  @TempDir Path folder = Path.of(".");

  private static VerilogTop withModels(Design design) {
    SequencedMap<String, String> files = new LinkedHashMap<>(VerilogEmitter.models(design));
    files.putAll(VerilogEmitter.emit(design));
    return new VerilogTop(
        design.top().name(),
        files,
        design.ports().stream().filter(port -> !port.name().equals("clk")).toList());
  }

  @Test
  void theVerilogInstantiatesItAndDoesNotDefineIt() {
    assertThat(VerilogEmitter.emit(DESIGN)).containsOnlyKeys("Squares_CLOCK.v");
    assertThat(VerilogEmitter.emit(DESIGN).get("Squares_CLOCK.v"))
        .contains(
            """
              vendor_mul #(.WIDTH(8), .STYLE("fast")) square (
                .CLOCK(clk),
                .srst(rst),
                .a(x),
                .b(x),
                .product(square_product)
              );
            """);
  }

  @Test
  void modelsAndStubsHaveItsPins() {
    assertThat(VerilogEmitter.models(DESIGN)).containsOnlyKeys("vendor_mul_model.v");
    assertThat(VerilogEmitter.stubs(DESIGN))
        .containsOnlyKeys("vendor_mul_stub.v")
        .containsValue(
            """
            // Multiplier[clockPin=CLOCK, width=8]
            (* blackbox *)
            module vendor_mul #(parameter WIDTH = 8, parameter STYLE = "fast") (
              input  wire CLOCK,
              input  wire srst,
              input  wire [7:0] a,
              input  wire [7:0] b,
              output wire [15:0] product
            );
            endmodule
            """);
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void icarusWithTheModelGivesTheSameOutputs() {
    assertSame(new IcarusReplay(folder, LIMIT));
  }

  @Test
  @RequiresTool({"verilator", "g++"})
  void verilatorWithTheModelGivesTheSameOutputs() {
    assertSame(new VerilatorReplay(folder, LIMIT));
  }

  private static void assertSame(Replay replay) {
    PortTrace inputs = RandomInputs.of(DESIGN, 100, 3);
    PortTrace expected = JvmReplay.replay(DESIGN, inputs);
    Comparison comparison =
        Comparison.of(expected, replay.run(withModels(DESIGN), inputs), Map.of(), c -> c > 2);
    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.comparedCycles()).isEqualTo(97);
  }

  @Test
  @RequiresTool("verilator")
  void lintSaysNothingOfTheDesignWithAStub() {
    SequencedMap<String, String> files = new LinkedHashMap<>(VerilogEmitter.stubs(DESIGN));
    assertThat(files).hasSize(1);
    files.putAll(VerilogEmitter.emit(DESIGN));
    VerilogTop top = withModels(DESIGN);
    assertThat(Lint.verilator(new VerilogTop(top.name(), files, top.ports()), LIMIT))
        .noneMatch(finding -> finding.file().equals("Squares_CLOCK.v"));
  }

  @Test
  void aFaultIsNeverInIt() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(FaultInjector.inject(DESIGN, seed).description()).contains("register earlier ");
    }
  }

  @Test
  void twoOfOneNameWithOtherParametersAreRefused() {
    CircuitErrorsTest.assertRefused(
        (c, io) -> {
          for (int width : new int[] {4, 5}) {
            Multiplier.Io each = c.instance("m_" + width, new Multiplier("CLOCK", width));
            each.a().drive(UInt.of(0, width));
            each.b().drive(UInt.of(0, width));
          }
          io.z().drive(io.x());
        },
        "instance m_5: modules Multiplier[clockPin=CLOCK, width=4] and"
            + " Multiplier[clockPin=CLOCK, width=5] would both be named vendor_mul");
  }

  @Test
  void aPinThatIsNoIdentifierAndTwoPinsOfOneNameAreRefused() {
    assertThatThrownBy(() -> Elaborator.elaborate(new Squares("always")))
        .isInstanceOf(HdlException.class)
        .hasMessageContaining("always");
    assertThatThrownBy(() -> Elaborator.elaborate(new Squares("SRST")))
        .hasMessageContaining("clock and reset would both be the pin SRST");
    assertThatThrownBy(() -> Parameter.of("W", "a\"b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("W: expected an integer or text in quotes");
  }
}
