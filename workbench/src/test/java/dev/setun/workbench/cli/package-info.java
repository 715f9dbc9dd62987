/// The command line as scripts use it: exit codes, one JSON object, one line for an error.
@NullMarked
package dev.setun.workbench.cli;

import org.jspecify.annotations.NullMarked;
