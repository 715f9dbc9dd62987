package dev.setun.workbench.crosscheck;

import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.LinearJob;
import dev.setun.model.LinearCall;

/// A linear that goes to the machine and to everything that must equal it.
///
/// @param reference the results of the golden model
/// @param environment when beats are there and taken
record HardwareItem(String name, LinearJob job, Environment environment, int[] reference) {
  static HardwareItem of(LinearCall call, Environment environment) {
    return new HardwareItem(
        call.name() + " at position " + call.firstPosition(),
        LinearJob.of(call),
        environment,
        call.accumulators());
  }
}
