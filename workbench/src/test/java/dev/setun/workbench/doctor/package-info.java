/// Tests of what is said about a machine.
@NullMarked
package dev.setun.workbench.doctor;

import org.jspecify.annotations.NullMarked;
