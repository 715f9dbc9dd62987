/// Tests of the emitted Verilog, most of them with real tools.
@NullMarked
package dev.setun.hdl.verilog;

import org.jspecify.annotations.NullMarked;
