package dev.setun.workbench.crosscheck;

import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The executors, as the command line names them.
public enum ExecutorName {
  /// Scalar Java, the golden model.
  REFERENCE,
  /// Vector API kernels.
  SIMD,
  /// The cycle-level accelerator simulator.
  MACHINE,
  /// The generated hardware on the JVM.
  CIRCUIT,
  /// The emitted Verilog in Verilator.
  VERILATOR,
  /// The emitted Verilog in Icarus.
  ICARUS;

  /// The name on the command line and in reports.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Parses a comma-separated list.
  ///
  /// @throws InputException if a name is not an executor
  public static Set<ExecutorName> parseList(String list) {
    EnumSet<ExecutorName> names = EnumSet.noneOf(ExecutorName.class);
    for (String name : list.split(",")) {
      names.add(
          Arrays.stream(values())
              .filter(executor -> executor.label().equals(name.strip()))
              .findFirst()
              .orElseThrow(() ->
                  new InputException(
                      "--executors",
                      "expected reference, simd, machine, circuit, verilator or icarus, found "
                          + name.strip())));
    }
    return names;
  }
}
