/// Circuits drawn at random from everything the language has, and random inputs for them: what the
/// simulation engines and the emitted Verilog are compared on. A compiler for circuits of its own,
/// or a tool that reads our Verilog, can be held against them in the same way.
@org.jspecify.annotations.NullMarked
package dev.setun.hdl.random;
