/// Replay: the same input values, cycle by cycle, into the same module on different simulators, and
/// the output values of every cycle back. This is how executors are compared: whoever computes the
/// inputs (a model, a machine) records a [dev.setun.hdl.replay.PortTrace]; the JVM simulator,
/// Icarus and Verilator each answer with another.
///
/// Cycle t: the inputs of row t are applied, combinational logic settles, the outputs of row t are
/// sampled, then the clock rises.
@NullMarked
package dev.setun.hdl.replay;

import org.jspecify.annotations.NullMarked;
