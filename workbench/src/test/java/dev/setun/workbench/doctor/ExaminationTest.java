package dev.setun.workbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.Kernel;
import dev.setun.kernels.KernelChoice;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.VectorMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said about machines that are described here.
class ExaminationTest {
  @TempDir Path root = Path.of(".");

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private SystemFiles linux() throws IOException {
    file("proc/cpuinfo", "model name\t: X\nflags\t\t: fpu avx avx2 avx512bw avx512fp16\n");
    file("proc/meminfo", "MemTotal:       24683620 kB\nHugePages_Total:       7\n");
    file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    return new SystemFiles(root);
  }

  @Test
  void theFilesOfLinuxAreRead() throws IOException {
    SystemFiles files = linux();
    assertThat(files.features()).containsExactly("avx", "avx2", "avx512bw");
    assertThat(files.memoryBytes("MemTotal")).hasValue(24_683_620L * 1024);
    assertThat(files.memoryBytes("MemAvailable")).isEmpty();
    assertThat(files.reservedHugePages()).hasValue(7);
    assertThat(files.transparentHugePages()).hasValue("madvise");
  }

  @Test
  void aSystemWithoutThoseFilesHasNoFacts() {
    var files = new SystemFiles(root);
    assertThat(files.features()).isEmpty();
    assertThat(files.memoryBytes("MemTotal")).isEmpty();
    assertThat(files.transparentHugePages()).isEmpty();
  }

  private Examination machine(boolean vectorModule, Optional<KernelChoice> fastest)
      throws IOException {
    var choice = fastest.orElse(new KernelChoice(Kernel.LUT3_W48, Verdict.CHOSEN, "good", ""));
    return new Examination(
        new VectorMachine(vectorModule, true, 32, OptionalInt.of(3)),
        linux(),
        List.of(new NeededTool("yosys", "synthesis", Optional.empty())),
        List.of(choice, new KernelChoice(Kernel.SCALAR, Verdict.CHOSEN, "runs everywhere", "")));
  }

  @Test
  void whatIsMissingIsNamedWithTheWayToGetIt() throws IOException {
    assertThat(machine(true, Optional.empty()).missing())
        .containsExactly(
            "yosys: MISSING, for synthesis (Debian and Ubuntu: apt-get install"
                + " --no-install-recommends yosys)");
    var unavailable =
        new KernelChoice(Kernel.LUT3_W48, Verdict.UNAVAILABLE, "no module", "add a flag");
    assertThat(machine(false, Optional.of(unavailable)).missing())
        .hasSize(2)
        .contains("vector kernels: no module (add a flag)");
  }

  @Test
  void aFlagThatWouldGiveAFasterKernelIsAdvised() throws IOException {
    var slower = new KernelChoice(Kernel.LUT3_W48, Verdict.UNAVAILABLE, "AVX2", "-XX:UseAVX=3");
    assertThat(machine(true, Optional.of(slower)).advice())
        .contains("lut3-w48 unavailable: AVX2 (-XX:UseAVX=3)")
        .anyMatch(line -> line.startsWith("huge pages where a program asks"));
  }
}
