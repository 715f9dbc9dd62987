/// What simulators are compared on.
@NullMarked
package dev.setun.hdl.bench;

import org.jspecify.annotations.NullMarked;
