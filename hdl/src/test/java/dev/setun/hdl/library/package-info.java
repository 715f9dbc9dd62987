/// Tests of the library: behaviour, Verilog, proofs and what proofs must find.
@org.jspecify.annotations.NullMarked
package dev.setun.hdl.library;
