package dev.setun.hdl.project;

import dev.setun.hdl.Port;
import dev.setun.hdl.ir.Clocking;
import dev.setun.hdl.ir.Design;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The ports of the top as data, and which of them make a ready/valid stream.
final class PortMap {
  private final Design design;
  private final List<Port> ports;
  private final Set<String> clocks;

  /// @param clocks names of the ports that carry a clock
  PortMap(Design design, Set<String> clocks) {
    this.design = design;
    this.ports = design.ports();
    this.clocks = clocks;
  }

  Map<String, Object> of() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module", design.top().name());
    map.put("ports", ports.stream().map(this::port).toList());
    map.put("streams", streams());
    return map;
  }

  private Map<String, Object> port(Port port) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", port.name());
    map.put("direction", port.direction().name().toLowerCase(Locale.ROOT));
    map.put("width", port.width());
    map.put("signed", port.signed());
    map.put("role", role(port));
    Clocking clocking = design.top().clocking();
    if (!clocking.equals(Clocking.ONE) && role(port).equals("data")) {
      map.put("clock", clocking.ofPort(port.name()).toString());
    }
    return map;
  }

  private String role(Port port) {
    if (clocks.contains(port.name())) {
      return "clock, rising edge";
    }
    boolean reset =
        clocks.stream().anyMatch(clock -> port.name().equals(clock.replaceAll("clk$", "rst")));
    return reset ? "reset, synchronous, active high" : "data";
  }

  /// `x_valid` and `x_ready` of one bit that face each other; what else is called `x_...` and faces
  /// as the valid does travels with it.
  private List<Map<String, Object>> streams() {
    Map<String, Port> byName = ports.stream().collect(Collectors.toMap(Port::name, port -> port));
    List<Map<String, Object>> streams = new ArrayList<>();
    for (Port valid : ports) {
      String prefix = valid.name().replaceAll("valid$", "");
      Optional<Port> ready = Optional.ofNullable(byName.get(prefix + "ready"));
      if (valid.name().endsWith("_valid")
          && valid.width() == 1
          && ready.filter(port -> port.width() == 1 && faces(port, valid)).isPresent()) {
        Map<String, Object> stream = new LinkedHashMap<>();
        stream.put("name", prefix.substring(0, prefix.length() - 1));
        stream.put("direction", valid.direction().name().toLowerCase(Locale.ROOT));
        stream.put("valid", valid.name());
        stream.put("ready", prefix + "ready");
        stream.put("payload", payload(prefix, valid));
        streams.add(stream);
      }
    }
    return streams;
  }

  private List<String> payload(String prefix, Port valid) {
    return ports.stream()
        .filter(port -> port.name().startsWith(prefix) && !port.equals(valid))
        .filter(port -> port.direction() == valid.direction())
        .map(Port::name)
        .toList();
  }

  private static boolean faces(Port one, Port other) {
    return one.direction() != other.direction();
  }
}
