package dev.setun.accel.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.accel.design.DramKind;
import dev.setun.accel.design.ProcessNode;
import dev.setun.accel.machine.CycleCounts;
import dev.setun.accel.machine.LinearShape;
import dev.setun.accel.machine.LinearTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final Design EDGE = Designs.load("edge-16x16");

  @Test
  void everyRowHasUnitNodeSourceAndConfidenceAndAnOrderedInterval() {
    List<CostRow> rows = new ArrayList<>(CostTable.energy().rows());
    rows.addAll(CostTable.area().rows());
    assertThat(rows).hasSizeGreaterThan(20);
    for (CostRow row : rows) {
      assertThat(row.unit())
          .as(row.citation())
          .isIn("pJ/op", "pJ/bit", "pJ/access", "um2", "ratio");
      assertThat(row.node()).as(row.citation()).isIn("7nm", "45nm", "any");
      assertThat(row.source()).as(row.citation()).isNotBlank();
      assertThat(row.confidence()).as(row.citation()).isNotBlank();
      if (row.unit().equals("ratio")) {
        assertThat(row.low()).isGreaterThanOrEqualTo(row.nominal()); // it divides
      } else {
        assertThat(row.low()).as(row.citation()).isPositive();
        assertThat(row.nominal()).as(row.citation()).isBetween(row.low(), row.high());
      }
    }
  }

  @Test
  void everyNodeAndDramHasAPriceForEveryEvent() {
    for (ProcessNode node : ProcessNode.values()) {
      for (DramKind dram : DramKind.values()) {
        CostModel model = new CostModel(edge(node, dram));
        for (Event event : Event.values()) {
          assertThat(model.price(event).energyPerEvent().nominalPj()).isPositive();
        }
        assertThat(model.area().total().nominalMm2()).isPositive();
      }
    }
  }

  @Test
  void countsFollowFromTheTimingByHand() {
    // 2 tokens, K 32, N 16 on R = L = 16: kWords 2, so 4 issues, 4 activation words, 2 weight words
    // of 4 beats, 8 result beats
    LinearTiming timing =
        new LinearTiming(new LinearShape(2, 32, 16), new CycleCounts(4, 4, 10, 0, 0, 0), 4, 8, 8);
    assertThat(Activity.of(EDGE, timing).counts())
        .isEqualTo(
            Map.of(
                Event.SELECT_ADD, 4L * 256,
                Event.TREE_ADD, 4L * 16 * 15,
                Event.ACCUMULATE, 4L * 16,
                Event.ACCUMULATOR_BIT_WRITE, 4L * 16 * (13 + 32),
                Event.WEIGHT_BIT_WRITE, 3L * 2 * 512,
                Event.ACTIVATION_BUFFER_BIT, 4L * 128 + 4L * 128,
                Event.VECTOR_BUFFER_BIT, 4L * 128 + 8L * 128,
                Event.DRAM_BIT, 8L * 128));
  }

  @Test
  void anEnergyIsTheCountTimesTheRow() {
    CostModel model = new CostModel(EDGE);
    EnergyBreakdown energy =
        model.energy(new Activity(Map.of(Event.SELECT_ADD, 1000L, Event.DRAM_BIT, 10L)));
    assertThat(energy.of(Component.PE_ARRAY).energy().nominalPj()).isCloseTo(7, within(1e-9));
    assertThat(energy.of(Component.DRAM).energy())
        .isEqualTo(new Energy(40, 80, 119.5)); // 4, 8, 11.95 pJ/bit
    assertThat(energy.total().nominalPj()).isCloseTo(87, within(1e-9));
    assertThat(energy.of(Component.DRAM).terms().getFirst().formula())
        .isEqualTo("10 dram_bit x 8 pJ = 80 pJ");
  }

  @Test
  void anAccessIsPricedByTheBit() {
    // 32 KiB activation buffer: 8.5 pJ for 64 bits
    EnergyBreakdown energy =
        new CostModel(EDGE).energy(new Activity(Map.of(Event.ACTIVATION_BUFFER_BIT, 128L)));
    assertThat(energy.total().nominalPj()).isCloseTo(17, within(1e-9));
  }

  @Test
  void theSelectAddsOf512TokensCostWhatThePublishedModelSays() {
    // BitNet 2B4T report, arithmetic of the linears at 7 nm: 512 x 2,084,044,800 x 0.007 pJ = 7.47
    // mJ
    Activity activity = new Activity(Map.of(Event.SELECT_ADD, 512L * 2_084_044_800L));
    assertThat(new CostModel(EDGE).energy(activity).total().nominalPj() * 1e-12)
        .isCloseTo(0.0075, within(0.00005));
  }

  @Test
  void theAreaIsTheSumOfItsPartsAndMadeOfTheRows() {
    AreaBreakdown area = new CostModel(EDGE).area();
    double nominal = 0;
    for (AreaTerm term : area.terms()) {
      nominal += term.area().nominalMm2();
    }
    assertThat(area.total().nominalMm2()).isCloseTo(nominal, within(1e-12));
    assertThat(area.terms().getFirst().part()).isEqualTo("pe_array");
    assertThat(area.terms().getFirst().area().nominalMm2())
        .isCloseTo(256 * 18.016e-6 / 0.7, within(1e-12));
    assertThat(area.total().lowMm2()).isLessThan(area.total().nominalMm2());
    assertThat(area.total().highMm2()).isGreaterThan(area.total().nominalMm2());
  }

  @Test
  void anIntervalOutOfOrderIsRefused() {
    assertThatThrownBy(() -> new Energy(2, 1, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Energy(Double.NaN, 1, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Area(0, 2, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Design edge(ProcessNode node, DramKind dram) {
    String yaml =
        Designs.toYaml(EDGE)
            .replace("\"7nm\"", "\"" + node.label() + "\"")
            .replace("\"lpddr4\"", "\"" + dram.label() + "\"");
    return Designs.parse("edge.yaml", yaml);
  }
}
