package dev.setun.hdl.replay;

import dev.setun.hdl.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a reset is enough: what a four-state simulator still does not know after it.
///
/// A simulation with two states begins at zero and cannot tell; in Icarus a register that nobody
/// resets stays unknown until something known reaches it. An output of a stream is looked at where
/// its valid is 1 only: an output `P` with letters behind it belongs to the output `Pvalid`, as
/// `out_data` to `out_valid` and `m_axis_tlast` to `m_axis_tvalid`.
///
/// @param resetCycles cycles with `rst` 1, at the beginning
/// @param cycles that were looked at, those after them
/// @param outputs in the order of the ports
public record ResetCheck(int resetCycles, int cycles, List<Output> outputs) {
  private static final String VALID = "valid";

  /// What became of one output.
  ///
  /// @param valid the output that says when this one counts
  /// @param countedCycles cycles in which it counts
  /// @param unknownCycles of these, with a bit that is x or z
  /// @param firstUnknown the first of them, counted from the end of the reset; -1 for none
  public record Output(
      String name,
      Optional<String> valid,
      int countedCycles,
      int unknownCycles,
      int firstUnknown) {}

  public ResetCheck {
    outputs = List.copyOf(outputs);
  }

  /// Runs a module from a state in which nothing is known.
  ///
  /// @param simulator one that has unknown values: [IcarusReplay]
  /// @param inputs every input in every cycle, `rst` at 1 in the first `resetCycles` and then at 0
  public static ResetCheck run(
      Replay simulator, VerilogTop top, PortTrace inputs, int resetCycles) {
    Response response = simulator.run(top, inputs);
    List<Output> outputs = new ArrayList<>();
    for (Port port : top.outputs()) {
      outputs.add(output(top, port.name(), response, resetCycles));
    }
    return new ResetCheck(resetCycles, inputs.cycles() - resetCycles, outputs);
  }

  private static Output output(VerilogTop top, String name, Response response, int from) {
    Optional<String> valid = validOf(top, name);
    int counted = 0;
    int unknown = 0;
    int first = -1;
    for (int cycle = from; cycle < response.values().cycles(); cycle++) {
      if (counts(response, cycle, valid)) {
        counted++;
        if (response.isUnknown(cycle, response.values().column(name))) {
          unknown++;
          first = first < 0 ? cycle - from : first;
        }
      }
    }
    return new Output(name, valid, counted, unknown, first);
  }

  /// An unknown valid is a finding of its own and says nothing of what it qualifies.
  private static boolean counts(Response response, int cycle, Optional<String> valid) {
    return valid
        .map(response.values()::column)
        .map(column ->
            !response.isUnknown(cycle, column) && response.values().get(cycle, column, 0) == 1)
        .orElse(true);
  }

  private static Optional<String> validOf(VerilogTop top, String name) {
    return top.outputs().stream()
        .map(Port::name)
        .filter(valid -> valid.endsWith(VALID) && !valid.equals(name))
        .filter(valid -> valid.length() > VALID.length())
        .filter(valid -> name.startsWith(valid.substring(0, valid.length() - VALID.length())))
        .findFirst();
  }

  /// The outputs that were unknown where they count.
  public List<Output> unknown() {
    return outputs.stream().filter(output -> output.unknownCycles() > 0).toList();
  }
}
