/// Tests of the comparison of simulators.
@NullMarked
package dev.setun.workbench.circuit;

import org.jspecify.annotations.NullMarked;
