/// What other people's tools want beside the Verilog: a file list, a FuseSoC core, a constraint
/// with the clock, where each Verilog name comes from, and the ports as data.
///
/// All of it is text that depends on the design and nothing else: the same design gives the same
/// bytes.
@NullMarked
package dev.setun.hdl.project;

import org.jspecify.annotations.NullMarked;
