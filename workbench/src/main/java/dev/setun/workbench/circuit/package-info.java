/// How fast circuits are simulated, side by side with other simulators in one run.
@NullMarked
package dev.setun.workbench.circuit;

import org.jspecify.annotations.NullMarked;
