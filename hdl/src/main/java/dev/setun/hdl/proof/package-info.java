/// Proofs about Verilog by Yosys: [dev.setun.hdl.proof.Proof] takes a module and claims about it
/// and answers with a proof for all time, with a run in which a claim is broken, or with neither.
@NullMarked
package dev.setun.hdl.proof;

import org.jspecify.annotations.NullMarked;
