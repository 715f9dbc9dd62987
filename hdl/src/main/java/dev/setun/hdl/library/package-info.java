/// Modules that most designs need, written in the language and proved: a counter, a queue, a skid
/// buffer, an arbiter, an adder tree, a memory with two ports, a synchroniser; register slice and
/// registers on the AXI4-Stream and AXI4-Lite interfaces.
///
/// Each is a record of its parameters. [Library#entries] lists them with what is proved of each; a
/// module that ends in `Proof` is the module beside a model of what it must do and claims that link
/// both, for Yosys.
@org.jspecify.annotations.NullMarked
package dev.setun.hdl.library;
