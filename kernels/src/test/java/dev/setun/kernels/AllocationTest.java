package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.setun.kernels.probe.AllocationProbe;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Warm kernels and warm tokens allocate nothing. With `-Xbatch` a method is compiled when its
/// counters say so and not when a compiler thread gets round to it, so the load changes nothing.
class AllocationTest {
  private static final String VECTOR = "--add-modules=jdk.incubator.vector";

  @Test
  void nothingIsAllocatedWithTheWidestVectors() {
    assertNothingAllocated(ForkedJvm.onClassPath(AllocationProbe.class, VECTOR, "-Xbatch"));
  }

  @Test
  void nothingIsAllocatedWithAvx2() {
    assumeTrue(
        List.of("amd64", "x86_64").contains(System.getProperty("os.arch")), "needs an x86 CPU");
    assertNothingAllocated(
        ForkedJvm.onClassPath(AllocationProbe.class, VECTOR, "-Xbatch", "-XX:UseAVX=2"));
  }

  @Test
  void nothingIsAllocatedWithVectorsOf128Bits() {
    assertNothingAllocated(
        ForkedJvm.onClassPath(AllocationProbe.class, VECTOR, "-Xbatch", "-XX:MaxVectorSize=16"));
  }

  private static void assertNothingAllocated(ForkedJvm run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().filter(line -> line.startsWith("allocated by")).toList();
    assertThat(lines)
        .as(run.out())
        .hasSizeGreaterThan(2)
        .allSatisfy(line -> assertThat(line).endsWith(": 0"));
  }
}
