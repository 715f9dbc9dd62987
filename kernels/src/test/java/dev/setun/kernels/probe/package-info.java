/// Programs that tests start in a JVM of their own, with other flags.
@NullMarked
package dev.setun.kernels.probe;

import org.jspecify.annotations.NullMarked;
