package dev.setun.hdl;

import dev.setun.hdl.ir.Clock;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Source;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ports of an instance seen from the module around: inputs to drive, outputs to read. Which
/// clock they keep to, the module inside has said.
final class Pins implements PortList.Declaration {
  private final CircuitBuilder builder;
  private final String instance;
  private final Source source;
  final Map<String, Driven> inputs = new LinkedHashMap<>();
  final Map<String, Net> outputs = new LinkedHashMap<>();
  final Map<Clock, ClockDomain> clocks = new LinkedHashMap<>();

  Pins(CircuitBuilder builder, String instance, Source source) {
    this.builder = builder;
    this.instance = instance;
    this.source = source;
  }

  @Override
  public <T extends Signal<T>> T declare(String port, Type<T> type, Net.Kind kind) {
    boolean input = kind == Net.Kind.INPUT;
    Net.Kind outside = input ? Net.Kind.WIRE : Net.Kind.INSTANCE_OUTPUT;
    Driven pin = builder.net(instance + "_" + port, instance + "." + port, type, outside, source);
    if (input) {
      inputs.put(port, pin);
      return type.of(pin);
    }
    outputs.put(port, pin.net());
    return type.of(new Expr.Ref(pin.net()));
  }

  @Override
  public ClockDomain clockDomain(String name) {
    Clock clock = new Clock(name);
    ClockDomain pin = ClockDomain.pin(builder, clock, instance + "." + clock, source);
    clocks.put(clock, pin);
    return pin;
  }

  @Override
  public Pins at(ClockDomain domain) {
    return this;
  }

  @Override
  public Pins asynchronous() {
    return this;
  }
}
