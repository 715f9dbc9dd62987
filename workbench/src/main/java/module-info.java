/// The command line, the cross-check of all executors, reports.
module dev.setun.workbench {
  requires dev.setun.traces;
  requires dev.setun.model;
  requires dev.setun.kernels;
  requires dev.setun.hdl;
  requires dev.setun.accel;
  requires dev.setun.verilog;
  requires info.picocli;
  requires java.management;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires org.apache.commons.csv;
  requires static org.jspecify;

  opens dev.setun.workbench.cli to
      info.picocli;
}
