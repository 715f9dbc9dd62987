/// A whole token or prompt on a design: the ternary linears on the cycle-level machine, everything
/// else on a behavioural vector unit, one operation after the other.
///
/// [dev.setun.accel.system.SystemSimulator] runs a workload; [dev.setun.accel.system.SystemRun]
/// says how long it took and why, operation by operation, and what it cost. Every row says whether
/// it is cycle-exact or behavioural.
@NullMarked
package dev.setun.accel.system;

import org.jspecify.annotations.NullMarked;
