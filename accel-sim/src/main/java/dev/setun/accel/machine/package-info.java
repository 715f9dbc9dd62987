/// The cycle-level machine: what `docs/microarchitecture.md` says, one small class per hardware
/// unit.
///
/// A [dev.setun.accel.machine.LinearJob] is one linear to compute. A
/// [dev.setun.accel.machine.LinearMachine] of a design computes it in an
/// [dev.setun.accel.machine.Environment], which decides when the streams have data and when results
/// are taken. [dev.setun.accel.machine.StreamOrder] is the one place that knows which beat carries
/// what; the circuit's tests use it too.
@NullMarked
package dev.setun.accel.machine;

import org.jspecify.annotations.NullMarked;
