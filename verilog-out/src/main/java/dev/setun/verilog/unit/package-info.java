/// The modules of the accelerator. Each has the name of the unit in the cycle-level machine that
/// does the same.
///
/// [dev.setun.verilog.unit.Accelerator] is the top. Weights come in through
/// [dev.setun.verilog.unit.WeightGatherer] and [dev.setun.verilog.unit.WeightFifo], activations
/// into [dev.setun.verilog.unit.ActivationBuffer]; [dev.setun.verilog.unit.TernaryArray] is rows
/// ([dev.setun.verilog.unit.TernaryRow]) of PEs ([dev.setun.verilog.unit.SelectAdd]);
/// [dev.setun.verilog.unit.Controller] decides what happens in each cycle,
/// [dev.setun.verilog.unit.CycleCounters] counts why, [dev.setun.verilog.unit.OutputSelector] puts
/// results on the port.
///
/// Between modules every lane and every row is a signal of its own, not a slice of one wide bus:
/// the names are readable in a waveform and event-driven simulators wake only what changed.
@NullMarked
package dev.setun.verilog.unit;

import org.jspecify.annotations.NullMarked;
