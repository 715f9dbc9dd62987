/// The accelerator built in the HDL, and its Verilog.
module dev.setun.verilog {
  requires transitive dev.setun.hdl;
  requires transitive dev.setun.accel;
  requires dev.setun.traces;
  requires static transitive org.jspecify;

  exports dev.setun.verilog;

  // The parameters in a module's name are read from its record.
  opens dev.setun.verilog.unit to
      dev.setun.hdl;
}
