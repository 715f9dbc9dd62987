/// Simulation on the JVM: two states, one clock, cycle by cycle.
///
/// A design is flattened to numbered slots and an order of statements; the
/// [dev.setun.hdl.sim.Simulator] runs them on one of two engines, which agree on every bit:
/// `EVALUATOR` walks the expressions and computes with whole numbers, `COMPILED` generates
/// bytecode. Every net of the hierarchy can be read by its path (`row_3.sum`), whichever engine
/// runs.
@NullMarked
package dev.setun.hdl.sim;

import org.jspecify.annotations.NullMarked;
