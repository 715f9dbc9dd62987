/// Tests of the simulator.
@NullMarked
package dev.setun.hdl.sim;

import org.jspecify.annotations.NullMarked;
