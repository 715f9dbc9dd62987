/// A small hardware description language embedded in Java.
///
/// A module is a record that implements [dev.setun.hdl.Module]: its components are the parameters,
/// `ports` declares what is outside, `build` describes what is inside on a [dev.setun.hdl.Circuit].
/// Values are [dev.setun.hdl.UInt], [dev.setun.hdl.SInt], [dev.setun.hdl.Bits] and
/// [dev.setun.hdl.Bool]; a verb's name says what happens to the width. [dev.setun.hdl.Elaborator]
/// runs the Java, checks the result and gives a [dev.setun.hdl.ir.Design], which can be simulated
/// ([dev.setun.hdl.sim]) and printed as Verilog ([dev.setun.hdl.verilog]). `docs/hdl.md` is the
/// tutorial.
@NullMarked
package dev.setun.hdl;

import org.jspecify.annotations.NullMarked;
