package dev.setun.workbench.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// How long this process has been running, JVM included.
final class ProcessAge {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /// Of the fields behind the name in parentheses, which may have blanks: 22 in proc(5), which
  /// counts from 1 and has two in front.
  private static final int START_TICKS = 22 - 3;

  /// What the kernel shows to programs, whatever its own clock is.
  private static final double TICKS_PER_SECOND = 100;

  private ProcessAge() {}

  /// To a hundredth on Linux, elsewhere the age of the JVM. (The start of a process as a time of
  /// day would be off by as much as a second: Linux keeps the time of booting in whole seconds.)
  static double seconds() {
    try {
      String stat = Files.readString(STAT);
      String uptime = Files.readString(UPTIME);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double age =
          Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')))
              - Long.parseLong(fields[START_TICKS]) / TICKS_PER_SECOND;
      return Math.rint(age * TICKS_PER_SECOND) / TICKS_PER_SECOND;
    } catch (IOException e) {
      return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    }
  }
}
