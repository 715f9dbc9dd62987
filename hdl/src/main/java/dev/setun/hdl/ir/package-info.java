/// The design as data: what is left when the Java that described a circuit has run.
///
/// A [dev.setun.hdl.ir.Design] is a list of [dev.setun.hdl.ir.ModuleDef]s; a module is ports, named
/// [dev.setun.hdl.ir.Net]s, one expression for each wire, registers, memories and instances. An
/// [dev.setun.hdl.ir.Expr] is a sealed tree (a shared one: the same object may have several users)
/// whose every node knows its width and sign. All of it is immutable. The Verilog emitter, the
/// evaluator, the bytecode generator and the width checker are four exhaustive switches over it.
@NullMarked
package dev.setun.hdl.ir;

import org.jspecify.annotations.NullMarked;
