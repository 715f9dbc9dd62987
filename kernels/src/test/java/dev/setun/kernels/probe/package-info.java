/// What tests compare, in the tests' own JVM or in one that they start with other flags
/// ([dev.setun.kernels.probe.KernelProbe]).
@NullMarked
package dev.setun.kernels.probe;

import org.jspecify.annotations.NullMarked;
