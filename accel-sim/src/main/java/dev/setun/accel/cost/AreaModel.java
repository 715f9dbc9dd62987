package dev.setun.accel.cost;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.PeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Adds up the area of a design, part by part.
final class AreaModel {
  /// The vector unit's buffer is not a key of the design; it is taken to be this large.
  static final long VECTOR_BUFFER_BYTES = 32 * 1024;

  private static final double MM2_PER_UM2 = 1e-6;
  private static final int ACCUMULATOR_BITS = 32;

  private final Design design;
  private final CostTable table;
  private final CostRow density;
  private final List<AreaTerm> terms = new ArrayList<>();

  AreaModel(Design design, CostTable table) {
    this.design = design;
    this.table = table;
    this.density = table.row("cell density", design.node());
  }

  AreaBreakdown breakdown() {
    long pes = design.array().macsPerCycle();
    String array =
        switch (design.array().pe()) {
          case PeSpec.SelectAdd _ -> "select-add array per PE";
        };
    cells("pe_array", pes, array);
    long extraAccumulators = (design.array().tokens() - 1L) * design.array().rows();
    cells("token_accumulators", extraAccumulators * ACCUMULATOR_BITS, "register bit");
    long words = design.buffers().weightWords() + 1L; // the FIFO and the gatherer
    cells("weight_path", words * design.weightWordBits(), "register bit");
    memory("activation_buffer", CostModel.activationBufferBits(design));
    cells("vector_unit", design.vectorUnit().lanes(), "fp32 lane");
    memory("vector_buffer", 8 * VECTOR_BUFFER_BYTES);
    Area total = Area.ZERO;
    for (AreaTerm term : terms) {
      total = total.plus(term.area());
    }
    return new AreaBreakdown(total, terms);
  }

  /// Synthesised cells: their area divided by the density of placed rows.
  private void cells(String part, long count, String item) {
    CostRow row = table.row(item, design.node());
    add(
        part,
        String.format(
            Locale.ROOT, "%d x %s um2 / density %s", count, row.nominal(), density.nominal()),
        row,
        new Area(
            count * row.low() / density.low() * MM2_PER_UM2,
            count * row.nominal() / density.nominal() * MM2_PER_UM2,
            count * row.high() / density.high() * MM2_PER_UM2));
  }

  private void memory(String part, long bits) {
    CostRow row = table.row("sram bit", design.node());
    add(
        part,
        String.format(Locale.ROOT, "%d bits x %s um2", bits, row.nominal()),
        row,
        new Area(
            bits * row.low() * MM2_PER_UM2,
            bits * row.nominal() * MM2_PER_UM2,
            bits * row.high() * MM2_PER_UM2));
  }

  private void add(String part, String formula, CostRow row, Area area) {
    terms.add(new AreaTerm(part, formula, row, area));
  }
}
