package dev.setun.hdl.replay;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs a program to its end, or to the end of its time; then it and all its children are gone.
public final class ToolRun {
  private static final int KILL_SECONDS = 10;

  private ToolRun() {}

  /// How a program ended.
  ///
  /// @param exit its exit code
  /// @param text what it wrote, both streams
  public record Ended(int exit, String text) {}

  /// Runs a program in a folder.
  ///
  /// @param tool what messages call the program
  /// @param log file that takes both output streams, then read back; a file and not a pipe, so that
  ///   nothing blocks on a program that writes much
  /// @throws ReplayException if it cannot be started or runs out of time
  static Ended run(String tool, List<String> command, Path folder, Path log, Duration limit) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"));
    // Messages are parsed, so they must not be translated.
    builder.environment().put("LC_ALL", "C");
    Process process = start(tool, builder);
    // If this program is ended meanwhile, what it started ends too.
    Thread atExit = new Thread(() -> kill(process));
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw ReplayException.outOfTime(tool, limit, command);
      }
      return new Ended(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ReplayException(tool, "interrupted", interrupted);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      kill(process);
      forget(atExit);
    }
  }

  /// As [#run], for a program that must end with 0.
  ///
  /// @throws ReplayException also for any other exit code, with the first lines that it wrote
  static String mustRun(String tool, List<String> command, Path folder, Path log, Duration limit) {
    Ended ended = run(tool, command, folder, log, limit);
    if (ended.exit() != 0) {
      String first = String.join("; ", ended.text().lines().limit(6).toList());
      throw new ReplayException(tool, "exit code " + ended.exit() + ": " + first);
    }
    return ended.text();
  }

  /// What a program that ends with 0 writes; empty if it does not.
  static Optional<String> output(List<String> command, Duration limit) {
    try {
      Path folder = Files.createTempDirectory("setun-tool");
      try {
        Ended ended = run(command.getFirst(), command, folder, folder.resolve("log"), limit);
        return ended.exit() == 0 ? Optional.of(ended.text()) : Optional.empty();
      } finally {
        BuildCache.delete(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ReplayException failure) {
      return Optional.empty();
    }
  }

  private static Process start(String tool, ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new ReplayException(tool, "cannot be started: " + failure.getMessage(), failure);
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException alreadyEnding) {
      // Then it runs, and finds nothing left to do.
    }
  }

  /// The system takes a moment to end what it was told to kill; whoever then removes the folder or
  /// counts processes must not meet them.
  private static void kill(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<?>[] ends =
        all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).orTimeout(KILL_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException stuck) {
      // Not even the system can end it, for example in a file system that hangs: leave it.
    }
  }
}
