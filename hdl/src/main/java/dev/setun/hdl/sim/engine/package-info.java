/// What generated code is made of and calls. The package is open to the generated classes and to
/// nobody else.
@NullMarked
package dev.setun.hdl.sim.engine;

import org.jspecify.annotations.NullMarked;
