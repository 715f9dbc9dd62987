/// One class per command, each thin: it parses options, calls the module that does the work, and
/// prints the result as text or as one JSON object. [dev.setun.workbench.cli.CommandLineInterface]
/// joins them and turns failures into one line and an exit code.
@NullMarked
package dev.setun.workbench.cli;

import org.jspecify.annotations.NullMarked;
