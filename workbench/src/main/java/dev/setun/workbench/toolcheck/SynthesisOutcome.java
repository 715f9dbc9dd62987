package dev.setun.workbench.toolcheck;

import dev.setun.hdl.synthesis.Placement;
import dev.setun.hdl.synthesis.Placement.Placed;
import dev.setun.hdl.synthesis.Placement.Refused;
import dev.setun.hdl.synthesis.Resource;
import dev.setun.hdl.synthesis.SynthesisResult;
import dev.setun.workbench.toolcheck.CheckOutcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What synthesis, placing and routing found, in words and for JSON.
final class SynthesisOutcome {
  private SynthesisOutcome() {}

  static CheckOutcome of(ToolCheck check, SynthesisResult result) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("cells", result.total());
    List<String> parts = new ArrayList<>(List.of(result.total() + " cells"));
    for (Resource resource : Resource.values()) {
      // A Liberty file has gates only: that it has no lookup tables is no finding.
      if (result.area().isEmpty() || resource == Resource.FLIP_FLOP) {
        values.put(key(resource), result.count(resource));
      }
      if (result.count(resource) > 0) {
        parts.add(result.count(resource) + " " + words(resource));
      }
    }
    result
        .area()
        .ifPresent(area -> {
          values.put("area", area);
          parts.add("area " + area + " (unit of the library)");
        });
    result
        .logicDepth()
        .ifPresent(depth -> {
          values.put("logicDepth", depth);
          parts.add(depth + " cells deep");
        });
    result
        .delayPs()
        .ifPresent(delayPs -> {
          values.put("delayPs", delayPs);
          parts.add(
              String.format(Locale.ROOT, "%.0f ps between registers, no wires counted", delayPs));
        });
    values.put("cellsByType", result.cells());
    return new CheckOutcome(
        check,
        Status.PASSED,
        result.tools(),
        List.of(check.label() + ": " + String.join(", ", parts)),
        values);
  }

  /// A clock that is slower than the design wants is a finding and no failure: the design was made
  /// for silicon, and the device is what was at hand.
  static CheckOutcome of(ToolCheck check, Placement.Result result, long clockHz) {
    Map<String, Object> values = new LinkedHashMap<>();
    return switch (result) {
      case Placed placed -> {
        String device = placed.device().name().toLowerCase(Locale.ROOT);
        values.put("device", device);
        values.put("logicCells", placed.logicCells().used());
        values.put("logicCellsAvailable", placed.logicCells().available());
        values.put("blockMemories", placed.memories().used());
        values.put("blockMemoriesAvailable", placed.memories().available());
        values.put("portBits", placed.portBits());
        placed.fastestMhz().ifPresent(mhz -> values.put("fastestMhz", mhz));
        values.put("designMhz", clockHz / 1e6);
        String line =
            check.label()
                + ": "
                + device
                + ": "
                + placed.logicCells().used()
                + " of "
                + placed.logicCells().available()
                + " logic cells (shift registers for "
                + placed.portBits()
                + " port bits included), "
                + placed.memories().used()
                + " of "
                + placed.memories().available()
                + " memories, at most "
                + placed.fastestMhz().stream().mapToObj(Double::toString).findFirst().orElse("?")
                + " MHz";
        yield new CheckOutcome(check, Status.PASSED, placed.tools(), List.of(line), values);
      }
      case Refused refused -> {
        String device = refused.device().name().toLowerCase(Locale.ROOT);
        values.put("device", device);
        values.put("reason", refused.reason());
        yield new CheckOutcome(
            check,
            Status.FAILED,
            refused.tools(),
            List.of(check.label() + ": " + device + ": " + refused.reason()),
            values);
      }
    };
  }

  private static String key(Resource resource) {
    return switch (resource) {
      case LUT -> "luts";
      case FLIP_FLOP -> "flipFlops";
      case CARRY -> "carryCells";
      case LUT_MEMORY -> "lutMemories";
      case BLOCK_MEMORY -> "blockMemories";
      case MULTIPLIER -> "multipliers";
    };
  }

  private static String words(Resource resource) {
    return switch (resource) {
      case LUT -> "LUTs";
      case FLIP_FLOP -> "flip-flops";
      case CARRY -> "carry cells";
      case LUT_MEMORY -> "LUT memories";
      case BLOCK_MEMORY -> "block memories";
      case MULTIPLIER -> "multipliers";
    };
  }
}
