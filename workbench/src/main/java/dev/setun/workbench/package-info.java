/// The command line of Setun.
@NullMarked
package dev.setun.workbench;

import org.jspecify.annotations.NullMarked;
