package dev.setun.hdl;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.uint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.example.PixelFilter;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.sim.Simulator;
import dev.setun.hdl.verilog.VerilogEmitter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BundlesTest {
  private static final Design FILTER = Elaborator.elaborate(new PixelFilter(3));

  @Test
  void theFieldsOfABundleArePortsOfTheirOwnInOrder() {
    assertThat(FILTER.ports().stream().map(Port::name))
        .containsExactly(
            "clk",
            "rst",
            "index",
            "swap",
            "pixel_luma",
            "pixel_place_x",
            "pixel_place_dy",
            "pixel_last",
            "shown_luma",
            "shown_place_x",
            "shown_place_dy",
            "shown_last",
            "lumas_0",
            "lumas_1",
            "lumas_2");
  }

  @Test
  void bundlesPassThroughRegistersBitsAndSelections() {
    Simulator filter = Simulator.of(FILTER);
    filter.reset();
    Random random = new Random(1);
    String[] fields = {"luma", "place_x", "place_dy", "last"};
    long[] held = new long[4];
    long[] before = new long[4];
    for (int cycle = 0; cycle < 200; cycle++) {
      long[] pixel = {
        random.nextInt(16), random.nextInt(8), random.nextInt(4) - 2, random.nextInt(2)
      };
      boolean swap = random.nextBoolean();
      filter.poke("swap", swap ? 1 : 0);
      for (int i = 0; i < 4; i++) {
        filter.poke("pixel_" + fields[i], pixel[i]);
      }
      for (int i = 0; i < 4; i++) {
        assertThat(filter.peek("shown_" + fields[i])).isEqualTo((swap ? before : held)[i]);
      }
      filter.step();
      before = held;
      held = pixel;
    }
  }

  @Test
  void anElementOfAVectorIsDrivenAndReadByItsNumber() {
    Simulator filter = Simulator.of(FILTER);
    filter.reset();
    Random random = new Random(2);
    long[] table = new long[3];
    for (int cycle = 0; cycle < 200; cycle++) {
      int index = random.nextInt(4);
      int luma = random.nextInt(16);
      boolean swap = random.nextBoolean();
      filter.poke("index", index);
      filter.poke("pixel_luma", luma);
      filter.poke("swap", swap ? 1 : 0);
      filter.step();
      long read = table[Math.min(index, 2)];
      if (index < 3) {
        table[index] = luma;
      }
      if (swap) {
        table[0] = read;
      }
      for (int i = 0; i < 3; i++) {
        assertThat(filter.peek("lumas_" + i)).isEqualTo(table[i]);
      }
    }
  }

  @Test
  void theFirstFieldIsLowestInTheBits() {
    assertThat(VerilogEmitter.emit(FILTER).get("PixelFilter_3.v"))
        .contains("before_luma", "held_place_dy", "choice_last", "table_2");
    BundleType<PixelFilter.Pixel> type = PixelFilter.Pixel::of;
    assertThat(type.width()).isEqualTo(10);
    record Repacked() implements Module<Bits> {
      @Override
      public Bits ports(PortList p) {
        return p.out("z", bits(10));
      }

      @Override
      public void build(Circuit c, Bits z) {
        BundleType<PixelFilter.Pixel> type = PixelFilter.Pixel::of;
        z.drive(type.from(bits(10).of(0b1_10_101_0011)).asBits());
      }
    }
    assertThat(Simulator.of(Elaborator.elaborate(new Repacked())).peek("z"))
        .isEqualTo(0b1_10_101_0011);
  }

  @Test
  void aStreamIsABundleWhoseReadyGoesBack() {
    record Through() implements Module<List<Stream<UInt>>> {
      @Override
      public List<Stream<UInt>> ports(PortList p) {
        return List.of(p.in("a", Stream.of(uint(4))), p.out("b", Stream.of(uint(4))));
      }

      @Override
      public void build(Circuit c, List<Stream<UInt>> io) {
        Stream<UInt> middle = c.wire("middle", Stream.of(uint(4)));
        middle.driveFrom(io.get(0));
        io.get(1).driveFrom(middle);
      }
    }
    Simulator through = Simulator.of(Elaborator.elaborate(new Through()));
    through.poke("a_valid", 1);
    through.poke("a_data", 9);
    through.poke("b_ready", 1);
    assertThat(through.peek("b_valid")).isEqualTo(1);
    assertThat(through.peek("b_data")).isEqualTo(9);
    assertThat(through.peek("a_ready")).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsRefusedWithPlaceAndLine() {
    CircuitErrorsTest.assertRefused(
        (c, io) -> Vec.of(0, uint(4)), "Vec.of: expected a size of 1 or more, found 0 (");
    CircuitErrorsTest.assertRefused(
        (c, io) -> c.wire("w", Vec.of(3, uint(4))).get(3), "get(3): expected an element in 0..2 (");
    CircuitErrorsTest.assertRefused(
        (c, io) -> c.wire("w", Vec.of(3, uint(4))).get(io.x().bit(0).asUInt()),
        "pick: expected 1..2 elements for uint(1), found 3 (");
    CircuitErrorsTest.assertRefused(
        (c, io) -> new Vec<>(List.of(io.x(), io.y())), "Vec: expected equal widths, found x of");
    CircuitErrorsTest.assertRefused(
        (c, io) -> Vec.of(2, uint(4)).from(io.x().asBits().zext(9)),
        "from(bits(9)): expected bits(8) (");
    CircuitErrorsTest.assertRefused(
        (c, io) -> c.wire("w", Vec.of(2, uint(4))).driveFrom(c.wire("v", Vec.of(3, uint(4)))),
        "driveFrom: expected 2 fields, found 3 (");
    CircuitErrorsTest.assertRefused(
        (c, io) -> c.wire("w", Vec.of(2, uint(4))).driveFrom(c.wire("v", Vec.of(2, uint(5)))),
        "w_0: expected 4 bits unsigned to drive it, found 5 bits unsigned (");
    CircuitErrorsTest.assertRefused(
        (c, io) -> c.wire("w", Stream.of(uint(4))).asBits(), "asBits: expected no back fields");
    CircuitErrorsTest.assertRefused(
        (c, io) -> Stream.of(uint(4)).from(bits(6).of(0)), "field ready goes back: expected");
  }

  @Test
  void aFieldThatNothingDrivesIsRefused() {
    assertThatThrownBy(() ->
            Elaborator.elaborate(
                new CircuitErrorsTest.Body(
                    "Top",
                    (c, io) -> {
                      io.z().drive(io.x());
                      c.wire("w", Vec.of(2, uint(4))).get(1).drive(io.y());
                    })))
        .hasMessageStartingWith("Top: w_0: nothing drives this wire (BundlesTest.java:");
  }
}
