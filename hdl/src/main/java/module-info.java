/// A small hardware description language embedded in Java: build, check, simulate, emit. It knows
/// nothing of ternary arithmetic or of language models.
module dev.setun.hdl {
  requires static transitive org.jspecify;

  exports dev.setun.hdl;
  exports dev.setun.hdl.bench;
  exports dev.setun.hdl.ir;
  exports dev.setun.hdl.library;
  exports dev.setun.hdl.project;
  exports dev.setun.hdl.proof;
  exports dev.setun.hdl.random;
  exports dev.setun.hdl.replay;
  exports dev.setun.hdl.sim;
  exports dev.setun.hdl.synthesis;
  exports dev.setun.hdl.verilog;
}
