package dev.setun.hdl;

/// A hardware module, as a record whose components are its parameters.
///
/// Equal records are one module in the design, however often they are instantiated; the record's
/// name and components give the Verilog name (`TernaryRow[lanes=64, bits=8]` is `TernaryRow_64_8`).
///
/// @param <I> the ports, usually a record of signals
public interface Module<I> {
  /// Declares the ports. This is called once for the module and once for each instance of it, so it
  /// must depend on nothing but the parameters.
  I ports(PortList ports);

  /// Describes what is inside: called once.
  ///
  /// @param c where registers, wires, memories and instances are declared
  /// @param io the ports as seen from inside: inputs to read, outputs to drive
  void build(Circuit c, I io);

  /// The name in the Verilog; override it where the parameters give a bad one.
  default String moduleName() {
    return ModuleNames.of(this);
  }

  /// A line of comment above the Verilog of the module.
  default String description() {
    return toString();
  }
}
