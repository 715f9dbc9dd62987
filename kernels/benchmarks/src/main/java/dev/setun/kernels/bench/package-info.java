/// JMH benchmarks of the kernels.
@NullMarked
package dev.setun.kernels.bench;

import org.jspecify.annotations.NullMarked;
