/// JMH benchmarks of the kernels.
///
/// `java --add-modules=jdk.incubator.vector -jar kernels/benchmarks/target/benchmarks.jar` runs
/// all; an argument is a regular expression of benchmark names, `-p kernel=lut3-w48 -p
/// shape=2560x2560` picks parameters, `-rf json` writes a file. The secondary metric
/// `gmacPerSecond` is the one to read. Figures of `memory` and of
/// [dev.setun.kernels.bench.ReadBandwidthBenchmark] belong together: the first cannot exceed what
/// the second allows, and on a shared machine both move.
@NullMarked
package dev.setun.kernels.bench;

import org.jspecify.annotations.NullMarked;
