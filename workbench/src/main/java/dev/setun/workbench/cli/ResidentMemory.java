package dev.setun.workbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a process has in memory, from Linux's `/proc/PID/status`.
///
/// @param residentBytes VmRSS, the sum of the next two and of shared memory
/// @param anonymousBytes RssAnon: heap, code, stacks, what native code allocated
/// @param fileBytes RssFile: pages of mapped files, the model's and the JVM's own
/// @param peakBytes VmHWM, the largest VmRSS so far
record ResidentMemory(long residentBytes, long anonymousBytes, long fileBytes, long peakBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KIBI = 1024;

  /// Of this process; nothing on a system that does not tell.
  static Optional<ResidentMemory> ofThisProcess() throws IOException {
    return Files.exists(STATUS) ? parse(Files.readAllLines(STATUS)) : Optional.empty();
  }

  /// @param lines of a status file
  static Optional<ResidentMemory> parse(List<String> lines) {
    Optional<Long> resident = bytes(lines, "VmRSS:");
    Optional<Long> anonymous = bytes(lines, "RssAnon:");
    Optional<Long> file = bytes(lines, "RssFile:");
    Optional<Long> peak = bytes(lines, "VmHWM:");
    return resident.isEmpty() || anonymous.isEmpty() || file.isEmpty() || peak.isEmpty()
        ? Optional.empty()
        : Optional.of(new ResidentMemory(resident.get(), anonymous.get(), file.get(), peak.get()));
  }

  private static Optional<Long> bytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key) && line.endsWith(" kB"))
        .map(line -> line.substring(key.length(), line.length() - " kB".length()).strip())
        .map(number -> KIBI * Long.parseLong(number))
        .findFirst();
  }
}
