package dev.setun.hdl.replay;

import dev.setun.hdl.Port;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Verilog that can be replayed: a module, the files it needs, its ports.
///
/// The module has one clock, an input named `clk` that is not among the ports. A reset is an
/// ordinary input.
///
/// @param name the top module
/// @param files Verilog text by file name, in the order in which tools are given them
/// @param ports all ports except `clk`, at least one input and one output
public record VerilogTop(String name, SequencedMap<String, String> files, List<Port> ports) {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_]+\\.s?v");

  public VerilogTop {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
    ports = List.copyOf(ports);
    requireMatch(IDENTIFIER, "a Verilog identifier", name);
    files.keySet().forEach(file -> requireMatch(FILE_NAME, "letters, digits, .v", file));
    ports.forEach(port -> requireMatch(IDENTIFIER, "a Verilog identifier", port.name()));
    if (ports.stream().anyMatch(port -> port.name().equals("clk"))) {
      throw new IllegalArgumentException(name + ": the clock clk is not one of the ports");
    }
    for (Port.Direction direction : Port.Direction.values()) {
      if (ports.stream().noneMatch(port -> port.direction() == direction)) {
        throw new IllegalArgumentException(name + ": expected a port of direction " + direction);
      }
    }
  }

  /// The same for a caller whose map has no type that says that it is ordered.
  public static VerilogTop of(String name, Map<String, String> files, List<Port> ports) {
    return new VerilogTop(name, new LinkedHashMap<>(files), ports);
  }

  /// The ports that a stimulus has a column for.
  public List<Port> inputs() {
    return facing(Port.Direction.INPUT);
  }

  /// The ports that a response has a column for.
  public List<Port> outputs() {
    return facing(Port.Direction.OUTPUT);
  }

  private List<Port> facing(Port.Direction direction) {
    return ports.stream().filter(port -> port.direction() == direction).toList();
  }

  private static void requireMatch(Pattern pattern, String expected, String found) {
    if (!pattern.matcher(found).matches()) {
      throw new IllegalArgumentException("expected " + expected + ", found '" + found + "'");
    }
  }
}
