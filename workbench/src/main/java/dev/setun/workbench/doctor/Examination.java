package dev.setun.workbench.doctor;

import dev.setun.kernels.KernelChoice;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.KernelProvider;
import dev.setun.kernels.VectorMachine;
import dev.setun.workbench.report.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// The facts about a machine without the measured ones.
///
/// @param vectors what this JVM makes of the processor
/// @param files of the system
/// @param tools programs that commands start
/// @param kernels each with its verdict
public record Examination(
    VectorMachine vectors, SystemFiles files, List<NeededTool> tools, List<KernelChoice> kernels) {
  private static final int BITS_PER_LANE = 16;
  private static final double GIB = 1L << 30;
  private static final double LITTLE_HEAP = 1.5 * GIB;

  public Examination {
    tools = List.copyOf(tools);
    kernels = List.copyOf(kernels);
  }

  /// Looks at this machine.
  public static Examination ofThisMachine() {
    return new Examination(
        VectorMachine.ofThisJvm(),
        new SystemFiles(Path.of("/")),
        NeededTool.all(),
        KernelProvider.ofThisJvm().explain());
  }

  /// What is missing, one line each with the way to get it; exit code 3 if there is any.
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (NeededTool tool : tools) {
      if (tool.found().isEmpty()) {
        missing.add(tool.line());
      }
    }
    if (!vectors.vectorModule() || !vectors.optimizingCompiler()) {
      KernelChoice fastest = kernels.getFirst();
      missing.add("vector kernels: " + fastest.reason() + " (" + fastest.remedy() + ")");
    }
    return missing;
  }

  /// What works but could work better, one line each with what to do.
  public List<String> advice() {
    List<String> advice = new ArrayList<>();
    kernels.stream()
        .takeWhile(choice -> choice.verdict() != Verdict.CHOSEN)
        .filter(choice -> !choice.remedy().isEmpty())
        .forEach(choice -> advice.add(choice.toString()));
    String pages = files.transparentHugePages().orElse("");
    if (pages.equals("madvise")) {
      advice.add(
          "huge pages where a program asks: the heap gets them with"
              + " JDK_JAVA_OPTIONS=-XX:+UseTransparentHugePages");
    } else if (pages.equals("never")) {
      advice.add(
          "no huge pages: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled (root)");
    }
    if (Runtime.getRuntime().maxMemory() < LITTLE_HEAP) {
      advice.add("a heap of less than 1.5 GB: a model of 2B parameters needs -Xmx2g");
    }
    return advice;
  }

  /// Lines for people.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("java: " + Runtime.version() + ", " + System.getProperty("java.vm.name"));
    lines.add("java home: " + System.getProperty("java.home"));
    lines.add(
        "processor: "
            + Environment.processor()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores");
    lines.add("features: " + String.join(" ", files.features()));
    lines.add(
        "vectors: "
            + bits()
            + " bits, "
            + vectors.lanes()
            + " lanes of 16"
            + (vectors.useAvx().isPresent() ? ", UseAVX=" + vectors.useAvx().getAsInt() : ""));
    lines.add(
        String.format(
            Locale.ROOT,
            "memory: %s, %s available, heap up to %.1f GiB",
            gibibytes(files.memoryBytes("MemTotal")),
            gibibytes(files.memoryBytes("MemAvailable")),
            Runtime.getRuntime().maxMemory() / GIB));
    lines.add("huge pages: " + files.transparentHugePages().orElse("not known"));
    tools.forEach(tool -> lines.add(tool.line()));
    kernels.forEach(choice -> lines.add("kernel " + choice));
    return lines;
  }

  private int bits() {
    return vectors.lanes() * BITS_PER_LANE;
  }

  private static String gibibytes(OptionalLong bytes) {
    return bytes.isPresent()
        ? String.format(Locale.ROOT, "%.1f GiB", bytes.getAsLong() / GIB)
        : "not known";
  }

  /// Keys for `--json`.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(Environment.describe());
    map.put("javaHome", System.getProperty("java.home"));
    map.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
    map.put("features", files.features());
    map.put("vectorBits", bits());
    map.put("vectorLanes16", vectors.lanes());
    vectors.useAvx().ifPresent(level -> map.put("useAvx", level));
    map.put("vectorModule", vectors.vectorModule());
    map.put("optimizingCompiler", vectors.optimizingCompiler());
    files.memoryBytes("MemTotal").ifPresent(bytes -> map.put("memoryBytes", bytes));
    files.memoryBytes("MemAvailable").ifPresent(bytes -> map.put("availableBytes", bytes));
    files.transparentHugePages().ifPresent(mode -> map.put("transparentHugePages", mode));
    files.reservedHugePages().ifPresent(pages -> map.put("reservedHugePages", pages));
    map.put("tools", tools.stream().map(NeededTool::toMap).toList());
    map.put("kernels", kernels.stream().map(Examination::row).toList());
    return map;
  }

  private static Map<String, Object> row(KernelChoice choice) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kernel", choice.kernel().label());
    row.put("verdict", choice.verdict().name().toLowerCase(Locale.ROOT));
    row.put("reason", choice.reason());
    row.put("remedy", choice.remedy());
    return row;
  }
}
