/// The accelerator generator: a design goes in, a circuit comes out.
///
/// [dev.setun.verilog.AcceleratorCircuit] is all there is to call: it elaborates the circuit of any
/// legal design, which the HDL can simulate, and emits it as Verilog, which Icarus, Verilator and a
/// synthesis tool can read. What the circuit does in each cycle is `docs/microarchitecture.md`; the
/// modules it is made of are in a package of their own and have the names of the machine's units.
@NullMarked
package dev.setun.verilog;

import org.jspecify.annotations.NullMarked;
