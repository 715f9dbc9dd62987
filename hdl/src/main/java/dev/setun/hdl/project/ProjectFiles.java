package dev.setun.hdl.project;

import dev.setun.hdl.Port;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.ModuleDef;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Writes the files that stand beside the Verilog of a design.
///
/// | file | is |
/// |---|---|
/// | `TOP.f` | the Verilog files, one a line, each after those whose modules it contains |
/// | `TOP.core` | a FuseSoC core (CAPI 2) with the targets `default`, `lint` and `synth` |
/// | `TOP.sdc` | the clocks |
/// | `TOP.names.json` | for each Verilog name the declaration in Java |
/// | `TOP.ports.json` | the ports of the top |
public final class ProjectFiles {
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+){0,2}");

  private final Design design;
  private final List<String> verilog;
  private final SequencedMap<String, Long> clocksPs;

  /// @param verilog names of the Verilog files in the order in which tools are given them
  /// @param clocksPs period of each clock in ps, 1 or more, by the input of the top that carries it
  /// @throws IllegalArgumentException if the top has no input of one bit of that name
  public ProjectFiles(Design design, List<String> verilog, SequencedMap<String, Long> clocksPs) {
    this.design = design;
    this.verilog = List.copyOf(verilog);
    this.clocksPs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(clocksPs));
    clocksPs.forEach((clock, periodPs) -> {
      if (periodPs < 1 || design.ports().stream().noneMatch(port -> carries(port, clock))) {
        throw new IllegalArgumentException(
            "clock "
                + clock
                + " of "
                + periodPs
                + " ps: expected an input of "
                + design.top().name()
                + " of one bit, and a period");
      }
    });
  }

  /// The files.
  ///
  /// @param version of the core, such as `0.1.0`
  /// @return text by file name
  public SequencedMap<String, String> files(String version) {
    String top = design.top().name();
    SequencedMap<String, String> files = new LinkedHashMap<>();
    files.put(top + ".f", String.join("\n", verilog) + "\n");
    files.put(top + ".core", core(version));
    files.put(top + ".sdc", constraints());
    files.put(top + ".names.json", JsonText.of(NameMap.of(design)));
    files.put(top + ".ports.json", JsonText.of(new PortMap(design, clocksPs.keySet()).of()));
    return files;
  }

  private static boolean carries(Port port, String clock) {
    return port.name().equals(clock)
        && port.direction() == Port.Direction.INPUT
        && port.width() == 1;
  }

  private String core(String version) {
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("expected a version like 0.1.0, found " + version);
    }
    ModuleDef top = design.top();
    StringBuilder text = new StringBuilder("CAPI=2:\n\n");
    text.append("name: setun:generated:").append(top.name()).append(':').append(version);
    text.append("\ndescription: ").append(quoted(top.description()));
    text.append("\n\nfilesets:\n  rtl:\n    files:\n");
    verilog.forEach(file -> text.append("      - ").append(file).append('\n'));
    text.append("    file_type: verilogSource-2005\n");
    text.append("  constraints:\n    files:\n      - ").append(top.name()).append(".sdc\n");
    text.append("    file_type: SDC\n\ntargets:\n");
    target(text, "default", "rtl");
    target(text, "lint", "rtl");
    text.append("    default_tool: verilator\n    tools:\n      verilator:\n");
    text.append("        mode: lint-only\n        verilator_options: [-Wall]\n");
    target(text, "synth", "rtl, constraints");
    return text.toString();
  }

  private void target(StringBuilder text, String name, String filesets) {
    text.append("  ").append(name).append(":\n    filesets: [").append(filesets);
    text.append("]\n    toplevel: ").append(design.top().name()).append('\n');
  }

  /// A scalar of YAML in single quotes, in which only the quote itself is special.
  private static String quoted(String text) {
    return "'" + text.replaceAll("[^ -~]", "?").replace("'", "''") + "'";
  }

  private String constraints() {
    StringBuilder text = new StringBuilder();
    text.append("# The clocks of ").append(design.top().name());
    text.append(", in ns. Delays of inputs and outputs are the surroundings' to say.\n");
    clocksPs.forEach((clock, periodPs) -> {
      String periodNs = BigDecimal.valueOf(periodPs, 3).toPlainString();
      text.append("create_clock -name ").append(clock).append(" -period ").append(periodNs);
      text.append(" [get_ports {").append(clock).append("}]\n");
    });
    if (clocksPs.size() > 1) {
      text.append("# Values pass between them through synchronisers and named crossings only.\n");
      text.append("set_clock_groups -asynchronous");
      clocksPs.keySet().forEach(clock -> text.append(" -group {").append(clock).append('}'));
      text.append('\n');
    }
    return text.toString();
  }
}
