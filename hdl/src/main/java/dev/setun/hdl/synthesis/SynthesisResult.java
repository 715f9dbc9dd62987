package dev.setun.hdl.synthesis;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What a module takes on a target.
///
/// @param target its name
/// @param tools the programs that say so, each as it introduces itself
/// @param cells number of cells by type, sorted by type
/// @param resources how many of them are used for what; what is not there has 0
/// @param area of all cells in the unit of the Liberty file (nearly always square micrometres);
///   empty for an FPGA
/// @param logicDepth cells on the longest path between registers or memories, a carry chain counted
///   cell by cell; empty where Yosys cannot say, because a path leads through a cell that it takes
///   for logic and that is none
/// @param delayPs longest path between registers without their own delays, without wires, in ps;
///   only where a Liberty file says how slow its cells are
public record SynthesisResult(
    String target,
    List<String> tools,
    SequencedMap<String, Long> cells,
    Map<Resource, Long> resources,
    OptionalDouble area,
    OptionalInt logicDepth,
    OptionalDouble delayPs) {
  public SynthesisResult {
    tools = List.copyOf(tools);
    cells = Collections.unmodifiableSequencedMap(new TreeMap<>(cells));
    Map<Resource, Long> all = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.values()) {
      all.put(resource, resources.getOrDefault(resource, 0L));
    }
    resources = Collections.unmodifiableMap(all);
  }

  /// All cells.
  public long total() {
    return cells.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Cells used for one thing.
  public long count(Resource resource) {
    return resources.getOrDefault(resource, 0L);
  }
}
