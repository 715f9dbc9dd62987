/// Tests of the command line, of the launcher that starts it, and of the rules of the architecture.
@NullMarked
package dev.setun.workbench;

import org.jspecify.annotations.NullMarked;
