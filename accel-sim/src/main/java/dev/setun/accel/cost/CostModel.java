package dev.setun.accel.cost;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.PeSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Prices runs of a design, and the design itself, by the shipped tables.
public final class CostModel {
  private static final long KIB = 1024;

  private final Design design;
  private final Map<Event, CostRow> prices = new EnumMap<>(Event.class);
  private final CostTable areas = CostTable.area();

  public CostModel(Design design) {
    this.design = design;
    CostTable table = CostTable.energy();
    for (Event event : Event.values()) {
      prices.put(event, table.row(item(event), design.node()));
    }
  }

  /// The row that prices an event on this design.
  public CostRow price(Event event) {
    CostRow row = prices.get(event);
    if (row == null) {
      throw new IllegalStateException("no price for " + event);
    }
    return row;
  }

  /// What an activity costs.
  public EnergyBreakdown energy(Activity activity) {
    List<ComponentEnergy> components = new ArrayList<>();
    Energy total = Energy.ZERO;
    for (Component component : Component.values()) {
      List<EnergyTerm> terms = new ArrayList<>();
      Energy sum = Energy.ZERO;
      for (Event event : Event.values()) {
        if (event.component() == component) {
          EnergyTerm term = EnergyTerm.of(event, activity.count(event), price(event));
          terms.add(term);
          sum = sum.plus(term.energy());
        }
      }
      components.add(new ComponentEnergy(component, sum, terms));
      total = total.plus(sum);
    }
    return new EnergyBreakdown(total, components);
  }

  /// The area of the design.
  public AreaBreakdown area() {
    return new AreaModel(design, areas).breakdown();
  }

  /// Bits of the activation buffer.
  static long activationBufferBits(Design design) {
    return 8L
        * design.array().tokens()
        * design.array().lanes()
        * design.buffers().activationWordsPerToken();
  }

  private String item(Event event) {
    return switch (event) {
      case SELECT_ADD ->
          switch (design.array().pe()) {
            case PeSpec.SelectAdd _ -> "select add";
          };
      case TREE_ADD -> "tree add";
      case ACCUMULATE -> "accumulate";
      case ACCUMULATOR_BIT_WRITE, WEIGHT_BIT_WRITE -> "register bit write";
      case ACTIVATION_BUFFER_BIT -> sram(activationBufferBits(design) / 8);
      case VECTOR_BUFFER_BIT -> sram(AreaModel.VECTOR_BUFFER_BYTES);
      case VECTOR_OPERATION -> "fp32 operation";
      case DRAM_BIT -> "dram " + design.memory().kind().label();
    };
  }

  /// The smallest memory of the table that holds so much, or the largest.
  private static String sram(long bytes) {
    if (bytes <= 8 * KIB) {
      return "sram 8KiB";
    }
    return bytes <= 32 * KIB ? "sram 32KiB" : "sram 1MiB";
  }
}
