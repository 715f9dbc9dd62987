/// What the kernels reach on this machine, as ratios to what the machine allows in the same run.
///
/// A shared machine changes its speed within minutes, so everything that is compared is measured in
/// turns ([dev.setun.kernels.measure.Rounds]): the memory's read bandwidth beside the linears that
/// it bounds, a C kernel of our own ([dev.setun.kernels.measure.NativeYardstick]) beside both.
@NullMarked
package dev.setun.kernels.measure;

import org.jspecify.annotations.NullMarked;
