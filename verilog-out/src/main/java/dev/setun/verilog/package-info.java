/// The accelerator generator: a design goes in, a circuit comes out.
@NullMarked
package dev.setun.verilog;

import org.jspecify.annotations.NullMarked;
