/// Designs, workloads, the cycle-level machine, memory timing, energy and area.
module dev.setun.accel {
  requires transitive dev.setun.model;
  requires transitive dev.setun.traces;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires org.apache.commons.csv;
  requires static transitive org.jspecify;

  exports dev.setun.accel.cost;
  exports dev.setun.accel.design;
  exports dev.setun.accel.published;
  exports dev.setun.accel.machine;
  exports dev.setun.accel.system;
  exports dev.setun.accel.workload;
}
