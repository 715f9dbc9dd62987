/// CPU backends of the ternary linear on the Vector API.
///
/// The incubating vector module is optional at run time (`static`): without `--add-modules` the
/// scalar reference is used, and [dev.setun.kernels.KernelProvider] says so.
module dev.setun.kernels {
  requires transitive dev.setun.model;
  requires static jdk.incubator.vector;
  requires jdk.management;
  requires static transitive org.jspecify;

  exports dev.setun.kernels.check;
  exports dev.setun.kernels.load;
  exports dev.setun.kernels.measure;
  exports dev.setun.kernels;
}
