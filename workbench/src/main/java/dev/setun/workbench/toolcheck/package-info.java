/// Real tools on the Verilog of a design: which are asked for, which are there, what they say.
@NullMarked
package dev.setun.workbench.toolcheck;

import org.jspecify.annotations.NullMarked;
