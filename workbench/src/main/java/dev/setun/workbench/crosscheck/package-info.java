/// The cross-check: the same model, the same activations, every executor; bits held against the
/// scalar reference, cycles and every port against the cycle-level machine.
///
/// The order of things: [dev.setun.workbench.crosscheck.CrossCheck] runs the reference and captures
/// every linear; the SIMD executor repeats the whole model; the machine runs a selection of the
/// captured linears and records every port in every cycle; the circuit on the JVM, Verilator and
/// Icarus are fed the recorded inputs and must answer with the recorded outputs.
@NullMarked
package dev.setun.workbench.crosscheck;

import org.jspecify.annotations.NullMarked;
