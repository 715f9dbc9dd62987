/// CPU backends of the ternary linear on the Vector API.
module dev.setun.kernels {
  requires transitive dev.setun.model;
  requires jdk.incubator.vector;
  requires static transitive org.jspecify;
}
