package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which nets of a module depend on which within a cycle, through instances too. Finds loops.
final class CombinationalPaths {
  private final Map<Net, Expr> drivers;
  private final Map<Net, String> labels = new IdentityHashMap<>();
  private final Map<Net, Source> driven = new IdentityHashMap<>();
  private final Map<Net, List<Net>> throughInstance = new IdentityHashMap<>();
  private final Map<Net, Set<String>> inputs = new IdentityHashMap<>();
  private final List<Net> outputs;
  private final List<Net> all;
  private final List<Net> path = new ArrayList<>();
  private final Set<Net> onPath = Collections.newSetFromMap(new IdentityHashMap<>());

  CombinationalPaths(CircuitBuilder builder, Map<Net, Expr> drivers) {
    this.drivers = drivers;
    this.outputs = builder.ports.stream().filter(n -> n.kind() == Net.Kind.OUTPUT).toList();
    this.all = builder.nets.stream().map(Driven::net).toList();
    for (Driven net : builder.nets) {
      labels.put(net.net(), net.label());
      builder.firstDrive(net).ifPresent(source -> driven.put(net.net(), source));
    }
    for (CircuitBuilder.PendingInstance instance : builder.instances) {
      instance
          .outputs()
          .forEach((port, net) -> {
            List<Net> sources = new ArrayList<>();
            instance
                .module()
                .combinational()
                .getOrDefault(port, Set.of())
                .forEach(input -> {
                  Driven pin = instance.inputs().get(input);
                  if (pin != null) {
                    sources.add(pin.net());
                  }
                });
            throughInstance.put(net, sources);
          });
    }
  }

  /// For each output the inputs it depends on within a cycle.
  ///
  /// @throws HdlException if a net depends on itself within a cycle
  Map<String, Set<String>> inputsOfOutputs() {
    all.forEach(this::visit);
    Map<String, Set<String>> result = new LinkedHashMap<>();
    outputs.forEach(net -> result.put(net.name(), Collections.unmodifiableSet(visit(net))));
    return result;
  }

  private Set<String> visit(Net net) {
    Set<String> known = inputs.get(net);
    if (known != null) {
      return known;
    }
    if (!onPath.add(net)) {
      throw loop(net);
    }
    path.add(net);
    Set<String> found = new LinkedHashSet<>();
    if (net.kind() == Net.Kind.INPUT) {
      found.add(net.name());
    }
    sources(net).forEach(source -> found.addAll(visit(source)));
    path.removeLast();
    onPath.remove(net);
    inputs.put(net, found);
    return found;
  }

  private List<Net> sources(Net net) {
    return switch (net.kind()) {
      case INPUT, REGISTER -> List.of();
      case INSTANCE_OUTPUT -> throughInstance.getOrDefault(net, List.of());
      case WIRE, OUTPUT -> {
        List<Net> nets = new ArrayList<>();
        Expr driver = drivers.get(net);
        if (driver != null) {
          collect(driver, nets, Collections.newSetFromMap(new IdentityHashMap<>()));
        }
        yield nets;
      }
    };
  }

  private static void collect(Expr expr, List<Net> nets, Set<Expr> visited) {
    if (visited.add(expr)) {
      if (expr instanceof Expr.Ref(Net net)) {
        nets.add(net);
      }
      expr.operands().forEach(operand -> collect(operand, nets, visited));
    }
  }

  private HdlException loop(Net net) {
    List<Net> cycle = new ArrayList<>(path.subList(path.indexOf(net), path.size()).reversed());
    StringBuilder text = new StringBuilder(label(cycle.getLast()));
    cycle.forEach(step -> text.append(" -> ").append(label(step)));
    Source source =
        cycle.stream()
            .filter(driven::containsKey)
            .findFirst()
            .map(step -> driven.getOrDefault(step, step.source()))
            .orElse(net.source());
    return Errors.at("combinational loop: " + text, source);
  }

  private String label(Net net) {
    return labels.getOrDefault(net, net.name());
  }
}
