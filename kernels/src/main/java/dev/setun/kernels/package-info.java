/// CPU kernels of the ternary linear on the Vector API.
///
/// `KernelProvider.ofThisJvm().best()` gives the fastest backend that this JVM runs well,
/// [dev.setun.kernels.KernelProvider#explain] says why. The public API never shows a vector, all
/// kernels give the integers of the scalar reference, and the module works, in scalar code, where
/// `jdk.incubator.vector` is missing. How the kernels work is told in `dev.setun.kernels.ternary`.
@NullMarked
package dev.setun.kernels;

import org.jspecify.annotations.NullMarked;
