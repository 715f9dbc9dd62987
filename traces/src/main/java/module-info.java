/// Files that enter and leave Setun: CSV traces, NumPy arrays, timelines.
module dev.setun.traces {
  requires org.apache.commons.csv;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  exports dev.setun.traces;
}
