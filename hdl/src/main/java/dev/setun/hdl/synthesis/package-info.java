/// What Verilog becomes on real targets: [dev.setun.hdl.synthesis.Synthesis] maps it with Yosys to
/// an FPGA family or to the cells of a Liberty file and counts what it takes,
/// [dev.setun.hdl.synthesis.Placement] places and routes it with nextpnr and says how fast it is.
///
/// The programs run in folders of their own within a time limit. What they write is read strictly:
/// text in a form that is not known is a [dev.setun.hdl.replay.ReplayException] and never a number.
@NullMarked
package dev.setun.hdl.synthesis;

import org.jspecify.annotations.NullMarked;
