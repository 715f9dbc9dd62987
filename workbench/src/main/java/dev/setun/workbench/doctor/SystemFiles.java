package dev.setun.workbench.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What Linux says about itself in files; empty on other systems.
///
/// @param root `/`, another folder in tests
public record SystemFiles(Path root) {
  private static final long KIBI = 1024;

  /// Features of a processor that decide how fast kernels are.
  private static final List<String> FEATURES =
      List.of(
          "avx",
          "avx2",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vbmi",
          "avx512_vnni",
          "avx512_bitalg",
          "avx_vnni",
          "asimd",
          "asimddp",
          "i8mm",
          "sve",
          "sve2");

  /// The features that count, of the first processor.
  public List<String> features() {
    return read("proc/cpuinfo").stream()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .findFirst()
        .map(line -> Arrays.asList(line.substring(line.indexOf(':') + 1).split(" ")))
        .map(words -> FEATURES.stream().filter(words::contains).toList())
        .orElse(List.of());
  }

  /// A line of `/proc/meminfo`, in bytes.
  ///
  /// @param name such as `MemTotal`
  public OptionalLong memoryBytes(String name) {
    return number(name).stream().map(kibibytes -> kibibytes * KIBI).findFirst();
  }

  /// Pages of the reserved pool of huge pages.
  public OptionalLong reservedHugePages() {
    return number("HugePages_Total");
  }

  private OptionalLong number(String name) {
    return read("proc/meminfo").stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip().split(" ")[0])
        .filter(text -> text.matches("[0-9]{1,15}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  /// When the system makes huge pages of a program's memory: `always`, `madvise` (where the program
  /// asks) or `never`.
  public Optional<String> transparentHugePages() {
    return read("sys/kernel/mm/transparent_hugepage/enabled").stream()
        .findFirst()
        .filter(line -> line.matches(".*\\[[a-z]+].*"))
        .map(line -> line.substring(line.indexOf('[') + 1, line.indexOf(']')));
  }

  private List<String> read(String name) {
    try {
      return Files.readAllLines(root.resolve(name));
    } catch (IOException e) {
      return List.of();
    }
  }
}
