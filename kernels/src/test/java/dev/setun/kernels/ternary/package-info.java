/// Tests of the layouts of packed weights.
@NullMarked
package dev.setun.kernels.ternary;

import org.jspecify.annotations.NullMarked;
