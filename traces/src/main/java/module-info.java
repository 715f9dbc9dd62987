/// Files that enter and leave Setun: CSV tables, NumPy arrays, timelines, memory images, run
/// folders.
module dev.setun.traces {
  requires org.apache.commons.csv;
  requires transitive tools.jackson.databind;
  requires static transitive org.jspecify;

  exports dev.setun.traces;
}
