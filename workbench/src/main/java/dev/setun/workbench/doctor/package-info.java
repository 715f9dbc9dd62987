/// What this machine has and lacks for Setun: the JVM, the processor, memory, programs.
@NullMarked
package dev.setun.workbench.doctor;

import org.jspecify.annotations.NullMarked;
