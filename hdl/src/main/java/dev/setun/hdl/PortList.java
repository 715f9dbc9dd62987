package dev.setun.hdl;

import dev.setun.hdl.ir.Net;

/// Where a module declares its ports, in the order in which the Verilog has them. `clk` and `rst`
/// are not declared: every module that needs them has them, and the top always. A port keeps to
/// `clk` unless it is declared [#at] another clock.
public final class PortList {
  /// Makes the net of a port, as seen from inside the module or from around an instance of it.
  interface Declaration extends Fields.Nets {
    /// Declares a clock and a reset.
    ClockDomain clockDomain(String name);

    /// The same for ports that keep to another clock.
    Declaration at(ClockDomain domain);

    /// The same for ports that keep to no clock.
    Declaration asynchronous();
  }

  private final Declaration declaration;

  PortList(Declaration declaration) {
    this.declaration = declaration;
  }

  /// A further clock of the module: inputs `name_clk` and `name_rst`, beside the clock `clk`.
  public ClockDomain clockDomain(String name) {
    return declaration.clockDomain(name);
  }

  /// Where ports are declared that keep to a further clock.
  ///
  /// @throws HdlException if it is no clock of this module
  public PortList at(ClockDomain domain) {
    return new PortList(declaration.at(domain));
  }

  /// Where ports are declared that keep to no clock, such as a button: only a synchroniser may take
  /// such an input.
  public PortList asynchronous() {
    return new PortList(declaration.asynchronous());
  }

  /// An input of the module.
  public <T extends Signal<T>> T in(String name, Type<T> type) {
    return declaration.declare(name, type, Net.Kind.INPUT);
  }

  /// An output of the module.
  public <T extends Signal<T>> T out(String name, Type<T> type) {
    return declaration.declare(name, type, Net.Kind.OUTPUT);
  }

  /// A bundle into the module: an input `name_field` for each field, an output for each back field.
  public <B extends Bundle<B>> B in(String name, BundleType<B> type) {
    return type.of(Fields.nets(declaration, name, Net.Kind.INPUT));
  }

  /// A bundle out of the module: an output `name_field` for each field, an input for each back
  /// field.
  public <B extends Bundle<B>> B out(String name, BundleType<B> type) {
    return type.of(Fields.nets(declaration, name, Net.Kind.OUTPUT));
  }

  /// A stream into the module: inputs `name_valid` and `name_data`, output `name_ready`.
  public <T extends Signal<T>> Stream<T> streamIn(String name, Type<T> type) {
    return in(name, Stream.of(type));
  }

  /// A stream out of the module: outputs `name_valid` and `name_data`, input `name_ready`.
  public <T extends Signal<T>> Stream<T> streamOut(String name, Type<T> type) {
    return out(name, Stream.of(type));
  }
}
