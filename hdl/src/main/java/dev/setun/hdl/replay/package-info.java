/// Replay: the same input values, cycle by cycle, into the same module on different simulators, and
/// the output values of every cycle back. This is how executors are compared: whoever computes the
/// inputs (a model, a machine) records a [dev.setun.hdl.replay.PortTrace]; the JVM simulator,
/// [dev.setun.hdl.replay.IcarusReplay] and [dev.setun.hdl.replay.VerilatorReplay] each answer with
/// another, and [dev.setun.hdl.replay.Comparison] says where two differ.
///
/// Cycle t: the inputs of row t are applied, combinational logic settles, the outputs of row t are
/// sampled, then the clock rises. The clock is an input named `clk` and no column; a reset is a
/// column like any other. Values are as wide as their port, two's complement for signed ones, with
/// zeros beyond.
///
/// The runners write a test bench and start the tool in a work folder, where builds are kept under
/// the hash of all that goes into them: the same Verilog is compiled once, and what an interrupted
/// run left behind is never used. A tool that is not on this machine is a
/// [dev.setun.hdl.replay.MissingToolException], which says how to get it.
@NullMarked
package dev.setun.hdl.replay;

import org.jspecify.annotations.NullMarked;
