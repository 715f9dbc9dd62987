package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.setun.kernels.probe.KernelProbe;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Kernels under other JVM flags than those of the tests, each in a JVM of its own.
class KernelForkTest {
  private static final String VECTOR = "--add-modules=jdk.incubator.vector";

  @Test
  void withoutTheVectorModuleOnTheClassPathTheScalarReferenceRunsAndTheFlagIsNamed() {
    assertScalarForWantOfModule(ForkedJvm.onClassPath(KernelProbe.class));
  }

  @Test
  void withoutTheVectorModuleOnTheModulePathTheScalarReferenceRunsAndTheFlagIsNamed() {
    assertScalarForWantOfModule(ForkedJvm.onModulePath(KernelProbe.class));
  }

  private static void assertScalarForWantOfModule(ForkedJvm run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("best: scalar", "forward pass equal");
    assertThat(run.err())
        .contains("using scalar, not lut3")
        .contains("the module jdk.incubator.vector is not resolved")
        .contains("add --add-modules=jdk.incubator.vector");
    assertThat(run.out()).doesNotContain("WARNING", "using scalar");
  }

  @Test
  void onTheModulePathTheVectorModuleIsUsedWhenItIsResolved() {
    ForkedJvm run = ForkedJvm.onModulePath(KernelProbe.class, VECTOR);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("equal: unpack2-").doesNotContain("best: scalar");
  }

  @Test
  void avx2AloneUsesTheTwoBitKernelAndSaysWhy() {
    assumeX86();
    ForkedJvm run = ForkedJvm.onClassPath(KernelProbe.class, VECTOR, "-XX:UseAVX=2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "equal: bit-serial-256",
            "equal: byte-tables-256",
            "equal: unpack2-256",
            "best: unpack2-256");
    assertThat(run.out()).contains("forward pass equal");
    assertThat(run.out()).contains("lut3-w48 unavailable: ").contains("-XX:UseAVX=3");
    assertThat(run.err()).as("nothing to mend").doesNotContain("using unpack2");
  }

  @Test
  void vectorsOf128BitsUseTheKernelOfNibbles() {
    ForkedJvm run = ForkedJvm.onClassPath(KernelProbe.class, VECTOR, "-XX:MaxVectorSize=16");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "equal: bit-serial-128",
            "equal: unpack2-128",
            "equal: nibble-tables-128",
            "best: nibble-tables-128");
    assertThat(run.out()).contains("forward pass equal");
  }

  @Test
  void vectorsOf256BitsWithTwoSourceShufflesUseTwoVectorsForATable() {
    assumeTrue(
        VectorMachine.ofThisJvm().shufflesTwoVectors(), "needs AVX-512: no vpermi2w on this CPU");
    ForkedJvm run = ForkedJvm.onClassPath(KernelProbe.class, VECTOR, "-XX:MaxVectorSize=32");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "equal: lut3-w48-256",
            "equal: lut3-w9-256",
            "equal: unpack2-256",
            "best: lut3-w48-256");
    assertThat(run.out()).contains("forward pass equal");
  }

  @Test
  void thePropertyForcesAKernelAndTheReasonIsLogged() {
    ForkedJvm run = brief("-Dsetun.kernel=scalar");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("best: scalar");
    assertThat(run.err()).contains("scalar is forced (remove -Dsetun.kernel=scalar)");
  }

  @Test
  void aPropertyThatNamesNoKernelIsRefusedWithTheNamesThatExist() {
    ForkedJvm run = brief("-Dsetun.kernel=fast");
    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err())
        .contains(
            "-Dsetun.kernel: expected one of lut3-w48, lut3-w9, nibble-tables, unpack2,"
                + " bit-serial, byte-tables, scalar, found \"fast\"");
  }

  @Test
  void withoutTheOptimizingCompilerTheScalarReferenceRuns() {
    ForkedJvm run = brief("-XX:TieredStopAtLevel=1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("best: scalar");
    assertThat(run.err()).contains("C2 is off");
  }

  private static ForkedJvm brief(String flag) {
    return ForkedJvm.onClassPath(KernelProbe.class, List.of(KernelProbe.BRIEF), VECTOR, flag);
  }

  private static void assumeX86() {
    assumeTrue(
        List.of("amd64", "x86_64").contains(System.getProperty("os.arch")), "needs an x86 CPU");
  }
}
