/// What has to be computed for one phase of a language model: an ordered list of operations with
/// their sizes, built from the model's dimensions. A [dev.setun.accel.workload.Workload] knows
/// nothing of a design; the simulator in `dev.setun.accel.system` times it on one.
@NullMarked
package dev.setun.accel.workload;

import org.jspecify.annotations.NullMarked;
