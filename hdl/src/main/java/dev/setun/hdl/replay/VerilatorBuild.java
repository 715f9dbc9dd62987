package dev.setun.hdl.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a program or a shared library of Verilog with Verilator and g++.
///
/// The C++ is compiled here and not by the makefile that Verilator writes: make cannot work in a
/// folder with a space in its path, and three compilations (Verilator's runtime, which is kept for
/// all modules; what runs once; what runs in each cycle) are faster than one for each class. What
/// runs in each cycle is compiled with -O1: for 256 PEs -O2 takes 0.7 s more to compile and saves
/// less in 50,000 cycles, -O0 compiles no faster.
final class VerilatorBuild {
  /// What is made.
  enum Kind {
    /// A program with the function `main`.
    PROGRAM("replay", List.of(), List.of("-pthread")),
    /// A shared library that shows nothing but what asks for it, and lets its user say what happens
    /// when the Verilog ends the simulation: the runtime would end the process.
    LIBRARY(
        "libreplay.so",
        List.of(
            "-fPIC",
            "-fvisibility=hidden",
            "-fvisibility-inlines-hidden",
            "-DVL_USER_FINISH",
            "-DVL_USER_STOP",
            "-DVL_USER_FATAL"),
        List.of("-shared", "-pthread"));

    private final String file;
    private final List<String> compile;
    private final List<String> link;

    Kind(String file, List<String> compile, List<String> link) {
      this.file = file;
      this.compile = compile;
      this.link = link;
    }
  }

  private static final String MAIN = "setun_main.cpp";
  private static final String PREFIX = "Vsetun_replay";
  private static final Pattern CLASS_LIST =
      Pattern.compile("(?m)^VM_(CLASSES|SUPPORT)_(FAST|SLOW) \\+= \\\\\\n((?:\\t.*\\\\\\n)*)");

  private static final List<String> VERILATE =
      List.of(
          "--cc",
          "--Mdir",
          ".",
          "--prefix",
          PREFIX,
          "--top-module",
          ReplayBench.MODULE,
          "--noassert",
          "--x-assign",
          "fast",
          "--x-initial",
          "fast",
          "-Wno-fatal",
          "-Wno-lint",
          "-Wno-style");

  /// Three passes of Verilator 5.006 give wrong bits: that for trees of bit operations on
  /// RandomCircuit(8, 17, 1), that for data flow on RandomCircuit(347, 27, 2), that for
  /// substitution on RandomCircuit(1000050, 57, 2). Before version 5 there are no such options.
  private static final List<String> WITHOUT_FAULTY_PASSES =
      List.of("-fno-const-bit-op-tree", "-fno-dfg", "-fno-subst");

  private static final List<String> COMPILE =
      List.of(
          "-std=gnu++17",
          "-c",
          "-w",
          "-I.",
          "-DVM_COVERAGE=0",
          "-DVM_SC=0",
          "-DVM_TRACE=0",
          "-DVM_TRACE_FST=0",
          "-DVM_TRACE_VCD=0");

  private final Tool verilator;
  private final Tool compiler;
  private final BuildCache builds;
  private final Kind kind;
  private final Duration limit;

  /// @throws MissingToolException if Verilator or g++ is not on this machine
  VerilatorBuild(BuildCache builds, Kind kind, Duration limit) {
    this.verilator = Tool.require("verilator");
    this.compiler = Tool.require("g++");
    this.builds = builds;
    this.kind = kind;
    this.limit = limit;
  }

  /// The program or library that runs the module of a bench.
  ///
  /// @param main the C++ with the functions that are called from outside
  Path result(ReplayBench bench, String main) {
    SequencedMap<String, String> sources = bench.sources();
    List<String> verilog = List.copyOf(sources.keySet());
    sources.put(MAIN, main);
    return builds.folder(recipe(), sources, folder -> build(folder, verilog)).resolve(kind.file);
  }

  private List<String> recipe() {
    List<String> recipe = new ArrayList<>(List.of(verilator.version(), compiler.version()));
    recipe.addAll(verilateOptions());
    recipe.addAll(COMPILE);
    recipe.addAll(kind.compile);
    return recipe;
  }

  private List<String> verilateOptions() {
    List<String> options = new ArrayList<>(VERILATE);
    if (!verilator.version().startsWith("Verilator 4")) {
      options.addAll(WITHOUT_FAULTY_PASSES);
    }
    return options;
  }

  private void build(Path folder, List<String> verilog) {
    Path include = include(folder);
    List<Callable<Path>> first = List.of(() -> runtime(include), () -> verilate(folder, verilog));
    Path runtime = inParallel(first).getFirst();
    writeUnits(folder);
    inParallel(
        List.of(
            () -> compile(folder, "fast.cpp", "-O1", include),
            () -> compile(folder, "slow.cpp", "-O0", include)));
    List<String> link = new ArrayList<>(List.of("-o", kind.file, "fast.o", "slow.o"));
    link.add(runtime.toString());
    link.addAll(kind.link);
    tool(compiler, folder, "link", link);
  }

  private Path include(Path folder) {
    String root = tool(verilator, folder, "root", List.of("--getenv", "VERILATOR_ROOT"));
    return Path.of(root.strip(), "include");
  }

  /// The object file of Verilator's runtime, which is the same for all modules.
  private Path runtime(Path include) {
    SequencedMap<String, String> sources = new LinkedHashMap<>();
    sources.put("runtime.cpp", "#include \"verilated.cpp\"\n#include \"verilated_threads.cpp\"\n");
    return builds
        .folder(recipe(), sources, folder -> compile(folder, "runtime.cpp", "-O0", include))
        .resolve("runtime.o");
  }

  private Path verilate(Path folder, List<String> verilog) {
    List<String> arguments = new ArrayList<>(verilateOptions());
    arguments.addAll(verilog);
    tool(verilator, folder, "verilate", arguments);
    return folder;
  }

  private Path compile(Path folder, String unit, String level, Path include) {
    List<String> arguments = new ArrayList<>(COMPILE);
    arguments.addAll(kind.compile);
    arguments.addAll(List.of(level, "-I" + include, "-I" + include.resolve("vltstd"), unit));
    tool(compiler, folder, unit, arguments);
    return folder;
  }

  /// Writes `fast.cpp` and `slow.cpp`, which include the classes that Verilator lists as such.
  private static void writeUnits(Path folder) {
    StringBuilder fast = new StringBuilder();
    StringBuilder slow = new StringBuilder("#include \"" + MAIN + "\"\n");
    try {
      Matcher list = CLASS_LIST.matcher(Files.readString(folder.resolve(PREFIX + "_classes.mk")));
      while (list.find()) {
        StringBuilder unit = list.group(2).equals("FAST") ? fast : slow;
        list.group(3)
            .lines()
            .map(line -> line.replace('\\', ' ').strip())
            .forEach(name -> unit.append("#include \"").append(name).append(".cpp\"\n"));
      }
      Files.writeString(folder.resolve("fast.cpp"), fast);
      Files.writeString(folder.resolve("slow.cpp"), slow);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private String tool(Tool tool, Path folder, String step, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(tool.path().toString()));
    command.addAll(arguments);
    return ToolRun.mustRun(tool.program(), command, folder, folder.resolve(step + ".log"), limit);
  }

  private static List<Path> inParallel(List<Callable<Path>> steps) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Path> results = new ArrayList<>();
      for (Future<Path> step : threads.invokeAll(steps)) {
        results.add(step.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ReplayException("verilator", "interrupted", interrupted);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof ReplayException known) {
        throw known;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }
}
