package dev.setun.hdl;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;
import static dev.setun.hdl.Type.uint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class CircuitErrorsTest {
  /// A module whose body is given; `x` and `y` are 8 and 4 bits in, `z` 8 bits out.
  record Body(String moduleName, BiConsumer<Circuit, Io> body) implements Module<Io> {
    @Override
    public Io ports(PortList p) {
      return new Io(p.in("x", uint(8)), p.in("y", uint(4)), p.out("z", uint(8)));
    }

    @Override
    public void build(Circuit c, Io io) {
      body.accept(c, io);
    }
  }

  record Io(UInt x, UInt y, UInt z) {}

  static void assertRefused(BiConsumer<Circuit, Io> body, String message) {
    assertThatThrownBy(() -> Elaborator.elaborate(new Body("Top", body)))
        .isInstanceOf(HdlException.class)
        .message()
        .matches(m -> !m.contains("\n"), "is one line")
        .startsWith("Top: " + message)
        .containsPattern("\\((CircuitErrors|Bundles|ClockDomains|BlackBox)Test\\.java:\\d+\\)$");
  }

  @Test
  void unequalWidthsAreRefusedWithBoth() {
    assertRefused(
        (c, io) -> io.z().drive(io.x().addWrap(io.y())),
        "addWrap: expected equal widths, found x of uint(8) and y of uint(4) (");
    assertRefused(
        (c, io) -> io.z().drive(io.x().addGrow(io.y())),
        "z: expected 8 bits unsigned to drive it, found 9 bits unsigned (");
    assertRefused((c, io) -> io.x().bits(8, 0), "bits(8, 0) of x of uint(8): expected 7 >= high");
    assertRefused((c, io) -> io.x().zext(4), "zext(4) of x of uint(8): expected at least 8 (");
    assertRefused((c, io) -> io.x().as(sint(9)), "as(sint(9)) of x of uint(8): the widths differ");
  }

  @Test
  void theLineOfTheErrorIsTheUsersLine() {
    int line = StackWalker.getInstance().walk(f -> f.findFirst().orElseThrow().getLineNumber()) + 1;
    BiConsumer<Circuit, Io> body = (c, io) -> io.z().drive(io.y());
    assertThatThrownBy(() -> Elaborator.elaborate(new Body("Top", body)))
        .hasMessageEndingWith("(CircuitErrorsTest.java:" + line + ")");
  }

  @Test
  void constantsThatDoNotFitAreRefused() {
    assertRefused((c, io) -> UInt.of(16, 4), "constant 16 does not fit uint(4) (");
    assertRefused((c, io) -> SInt.of(-9, 4), "constant -9 does not fit sint(4) (");
    assertRefused((c, io) -> c.register("r", uint(4), 16), "constant 16 does not fit uint(4) (");
    assertRefused((c, io) -> io.x().equal(256), "constant 256 does not fit uint(8) (");
  }

  @Test
  void whatNothingDrivesIsRefused() {
    assertRefused((c, io) -> {}, "z: nothing drives this output (");
    assertRefused(
        (c, io) -> {
          io.z().drive(io.x());
          c.wire("w", bool());
        },
        "w: nothing drives this wire (");
    assertRefused(
        (c, io) -> {
          io.z().drive(io.x());
          c.register("r", bool(), 0);
        },
        "r: nothing drives this register (");
    assertRefused(
        (c, io) -> {
          Io inner = c.instance("inner", new Body("Inner", (d, i) -> i.z().drive(i.x())));
          inner.x().drive(io.x());
          io.z().drive(inner.z());
        },
        "inner.y: nothing drives this input of an instance (");
  }

  @Test
  void aWireDrivenOnSomePathsOnlyIsRefused() {
    assertRefused(
        (c, io) -> c.when(io.x().equal(1), () -> io.z().drive(1)),
        "z: this output is driven only under some conditions");
  }

  @Test
  void aWireDrivenOnAllPathsIsAccepted() {
    Elaborator.elaborate(
        new Body(
            "Top",
            (c, io) ->
                c.when(io.x().equal(1), () -> io.z().drive(1))
                    .elseWhen(io.x().equal(2), () -> io.z().drive(3))
                    .otherwise(() -> io.z().drive(io.x()))));
  }

  @Test
  void aSecondDriverIsRefused() {
    assertRefused(
        (c, io) -> {
          io.z().drive(io.x());
          io.z().drive(1);
        },
        "z: driven twice, first at CircuitErrorsTest.java:");
    assertRefused(
        (c, io) -> {
          c.when(io.x().equal(1), () -> io.z().drive(1));
          io.z().drive(io.x());
        },
        "z: driven twice, first at CircuitErrorsTest.java:");
    assertRefused((c, io) -> io.x().drive(1), "only outputs, wires, registers and inputs");
  }

  @Test
  void aCombinationalLoopIsRefusedWithItsPath() {
    assertRefused(
        (c, io) -> {
          UInt a = c.wire("a", uint(8));
          UInt b = c.named("b", a.addWrap(io.x()));
          a.drive(b.not());
          io.z().drive(a);
        },
        "combinational loop: a -> b -> a (");
  }

  @Test
  void aCombinationalLoopThroughInstancesIsRefusedWithItsPath() {
    assertRefused(
        (c, io) -> {
          Io inner = c.instance("inner", new Body("Inner", (d, i) -> i.z().drive(i.x())));
          inner.x().drive(inner.z().addWrap(io.x()));
          inner.y().drive(io.y());
          io.z().drive(inner.z());
        },
        "combinational loop: inner.z -> inner.x -> inner.z (");
  }

  @Test
  void aPathThroughAnotherOutputOfTheInstanceIsNoLoop() {
    Elaborator.elaborate(
        new Body(
            "Top",
            (c, io) -> {
              Io inner = c.instance("inner", new Body("Inner", (d, i) -> i.z().drive(i.x())));
              inner.x().drive(io.x());
              inner.y().drive(inner.z().low(4));
              io.z().drive(inner.z());
            }));
  }

  @Test
  void aLoopThroughARegisterIsNone() {
    Elaborator.elaborate(
        new Body(
            "Top",
            (c, io) -> {
              UInt r = c.register("r", uint(8), 0);
              r.drive(r.addWrap(io.x()));
              io.z().drive(r);
            }));
  }

  @Test
  void namesThatVerilogCannotHaveAreRefused() {
    assertRefused((c, io) -> c.wire("reg", bool()), "name reg is a keyword");
    assertRefused((c, io) -> c.wire("logic", bool()), "name logic is a keyword");
    assertRefused((c, io) -> c.wire("X", bool()), "name X clashes with x of CircuitErrorsTest");
    assertRefused((c, io) -> c.wire("clk", bool()), "name clk clashes with clk, the clock");
    assertRefused((c, io) -> c.wire("a-b", bool()), "name \"a-b\": expected a letter, then");
    assertRefused((c, io) -> c.memory("x", bits(2), 4), "name x clashes with x of");
  }

  @Test
  void twoModulesOfOneNameAreRefused() {
    assertRefused(
        (c, io) -> {
          c.instance("one", new Body("Inner", (d, i) -> i.z().drive(i.x())));
          c.instance("two", new Body("INNER", (d, i) -> i.z().drive(i.x().not())));
        },
        "instance two: modules Body[moduleName=Inner");
  }

  @Test
  void aModuleThatContainsItselfIsRefused() {
    List<Body> self = new ArrayList<>();
    Body body = new Body("Top", (c, io) -> c.instance("inner", self.getFirst()));
    self.add(body);
    assertThatThrownBy(() -> Elaborator.elaborate(body))
        .isInstanceOf(HdlException.class)
        .hasMessageContaining("contains itself");
  }

  @Test
  void anErrorInsideAnInstanceNamesThePath() {
    Body leaf = new Body("Leaf", (c, io) -> io.z().drive(io.y()));
    Body middle = new Body("Middle", (c, io) -> c.instance("leaf", leaf));
    assertRefusedAt("Top.middle.leaf: z: expected 8 bits unsigned to drive it, found 4", middle);
  }

  private static void assertRefusedAt(String message, Body middle) {
    assertThatThrownBy(
            () -> Elaborator.elaborate(new Body("Top", (c, io) -> c.instance("middle", middle))))
        .isInstanceOf(HdlException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void signalsOfAnotherModuleAreRefused() {
    assertThatThrownBy(() ->
            Elaborator.elaborate(
                new Body(
                    "Top",
                    (c, io) ->
                        c.instance("inner", new Body("Inner", (d, i) -> i.z().drive(io.x()))))))
        .isInstanceOf(HdlException.class)
        .hasMessageStartingWith("Top.inner: z: uses x of another module, declared at");
  }

  @Test
  void addressesOfAnotherWidthOrBeyondTheDepthAreRefused() {
    assertRefused(
        (c, io) -> c.memory("m", bits(3), 5).read(io.y()),
        "memory m of 5 words: expected an address of uint(3), found y of uint(4) (");
    assertRefused(
        (c, io) -> c.memory("m", bits(3), 5).read(UInt.of(5, 3)),
        "memory m: expected an address in 0..4, found a constant beyond (");
    assertRefused((c, io) -> c.memory("m", bits(3), 1), "memory m: expected a depth in 2..2^26");
  }

  @Test
  void aBranchApartFromItsWhenIsRefused() {
    assertRefused(
        (c, io) -> {
          UInt w = c.wire("w", uint(8));
          When when = c.when(io.x().equal(1), () -> w.drive(1));
          io.z().drive(io.x());
          when.otherwise(() -> w.drive(2));
        },
        "elseWhen or otherwise must follow its when directly (");
  }

  @Test
  void aNamedWireInsideAConditionIsDrivenAlways() {
    Elaborator.elaborate(
        new Body(
            "Top",
            (c, io) -> {
              io.z().drive(0);
              c.when(
                  io.x().equal(1),
                  () -> io.z().drive(c.named("sum", io.x().addWrap(io.y().zext(8)))));
            }));
  }

  @Test
  void aNameOfARecordHasItsParameters() {
    record Inner(int width, boolean signed, String kind) implements Module<UInt> {
      @Override
      public UInt ports(PortList p) {
        return p.out("z", uint(width));
      }

      @Override
      public void build(Circuit c, UInt z) {
        z.drive(0);
      }
    }
    assertThat(new Inner(8, true, "a b").moduleName()).isEqualTo("Inner_8_signed_a_b");
    assertThat(new Inner(8, false, "x").moduleName()).isEqualTo("Inner_8_no_signed_x");
  }
}
