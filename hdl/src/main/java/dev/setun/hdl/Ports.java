package dev.setun.hdl;

import dev.setun.hdl.ir.Clock;
import dev.setun.hdl.ir.Net;

/// The ports of a module seen from inside: what it reads and drives.
record Ports(CircuitBuilder builder, Clock clock) implements PortList.Declaration {
  @Override
  public <T extends Signal<T>> T declare(String name, Type<T> type, Net.Kind kind) {
    return builder.port(name, type, kind, clock);
  }

  @Override
  public ClockDomain clockDomain(String name) {
    return builder.clockDomain(name);
  }

  @Override
  public Ports at(ClockDomain domain) {
    return new Ports(builder, domain.here(builder));
  }

  @Override
  public Ports asynchronous() {
    return new Ports(builder, Clock.NONE);
  }
}
