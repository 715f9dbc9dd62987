package dev.setun.hdl.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A folder of its own in which programs are run on Verilog; gone when it is closed.
public final class ToolFolder implements AutoCloseable {
  private static final long MOST_BYTES = 1L << 28;

  private final Path path;
  private int runs;

  private ToolFolder(Path path) {
    this.path = path;
  }

  /// Makes a folder with the files of a module in it.
  public static ToolFolder of(VerilogTop top) {
    try {
      ToolFolder folder = new ToolFolder(Files.createTempDirectory("setun-tool"));
      for (Map.Entry<String, String> file : top.files().entrySet()) {
        folder.write(file.getKey(), file.getValue());
      }
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Where it is.
  public Path path() {
    return path;
  }

  /// Writes one more file into it.
  public void write(String name, String text) {
    try {
      Files.writeString(path.resolve(name), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// What a program left in a file of the folder.
  ///
  /// @throws ReplayException if there is no such file, or one of more than 256 MB
  public String read(Tool tool, String name) {
    Path file = path.resolve(name);
    try {
      if (!Files.isRegularFile(file)) {
        throw new ReplayException(tool.program(), "expected it to write " + name + ", found none");
      }
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw new ReplayException(
            tool.program(), name + ": expected at most " + MOST_BYTES + " bytes, found " + bytes);
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Runs a program to its end.
  ///
  /// @throws ReplayException if it cannot be started or runs out of time
  public ToolRun.Ended run(Tool tool, List<String> arguments, Duration limit) {
    return ToolRun.run(tool.program(), command(tool, arguments), path, log(tool), limit);
  }

  /// Runs a program that must end with 0.
  ///
  /// @return what it wrote
  /// @throws ReplayException also for any other exit code, with the first lines that it wrote
  public String mustRun(Tool tool, List<String> arguments, Duration limit) {
    return ToolRun.mustRun(tool.program(), command(tool, arguments), path, log(tool), limit);
  }

  /// As [#mustRun], for a program that may run out of time.
  ///
  /// @return whether it came to its end
  public boolean finishes(Tool tool, List<String> arguments, Duration limit) {
    try {
      mustRun(tool, arguments, limit);
      return true;
    } catch (ReplayException failure) {
      if (failure.outOfTime()) {
        return false;
      }
      throw failure;
    }
  }

  @Override
  public void close() {
    try {
      BuildCache.delete(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path log(Tool tool) {
    return path.resolve("setun-" + tool.program() + "-" + runs++ + ".log");
  }

  private static List<String> command(Tool tool, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(tool.path().toString()));
    command.addAll(arguments);
    return command;
  }
}
