package dev.setun.hdl.project;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// For every module the Verilog name of each thing declared in Java, and the line that declared it.
///
/// The path of a signal in a simulation is the names of the instances from the top and its own,
/// with dots. Wires that only the Verilog needs (a slice of a sum) are not here: nobody declared
/// them.
final class NameMap {
  private NameMap() {}

  static Map<String, Object> of(Design design) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("top", design.top().name());
    map.put("modules", design.modules().stream().map(NameMap::module).toList());
    return map;
  }

  private static Map<String, Object> module(ModuleDef module) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module", module.name());
    map.put("description", module.description());
    map.put("external", module.external().isPresent());
    map.put("signals", module.nets().stream().map(NameMap::signal).toList());
    map.put("memories", module.memories().stream().map(NameMap::memory).toList());
    map.put("instances", module.instances().stream().map(NameMap::instance).toList());
    return map;
  }

  private static Map<String, Object> signal(Net net) {
    Map<String, Object> map = named(net.name(), net.source());
    map.put("kind", net.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    map.put("width", net.width());
    map.put("signed", net.signed());
    return map;
  }

  private static Map<String, Object> memory(Memory memory) {
    Map<String, Object> map = named(memory.decl().name(), memory.decl().source());
    map.put("depth", memory.decl().depth());
    map.put("width", memory.decl().width());
    return map;
  }

  private static Map<String, Object> instance(Instance instance) {
    Map<String, Object> map = named(instance.name(), instance.source());
    map.put("module", instance.module().name());
    List<String> outputs = new ArrayList<>();
    instance.outputs().forEach((port, net) -> outputs.add(port + " drives " + net.name()));
    map.put("outputs", String.join(", ", outputs));
    return map;
  }

  private static Map<String, Object> named(String name, Source source) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("hdl", source.method() + ": " + name);
    map.put("verilog", name);
    map.put("source", source.toString());
    return map;
  }
}
