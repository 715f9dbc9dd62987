package dev.setun.kernels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program of the test classes in a JVM of its own.
///
/// @param exitCode of the process
/// @param out its standard output
/// @param err its standard error
record ForkedJvm(int exitCode, String out, String err) {
  private static final int TIMEOUT_SECONDS = 900;

  /// Everything on the class path.
  static ForkedJvm onClassPath(Class<?> program, String... flags) {
    return onClassPath(program, List.of(), flags);
  }

  /// As above, with arguments for the program.
  static ForkedJvm onClassPath(Class<?> program, List<String> arguments, String... flags) {
    var command = command(flags);
    command.addAll(
        List.of("-cp", modulePath() + System.getProperty("path.separator") + testClasses()));
    command.add(program.getName());
    command.addAll(arguments);
    return run(command);
  }

  /// The project's modules on the module path, the program on the class path.
  static ForkedJvm onModulePath(Class<?> program, String... flags) {
    var command = command(flags);
    command.addAll(
        List.of("-p", modulePath(), "--add-modules=dev.setun.kernels", "-cp", testClasses()));
    command.add(program.getName());
    return run(command);
  }

  private static List<String> command(String... flags) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:-UsePerfData", "-Xmx256m"));
    command.addAll(List.of(flags));
    return command;
  }

  private static String modulePath() {
    return System.getProperty("jdk.module.path");
  }

  private static String testClasses() {
    return Path.of("target", "test-classes").toString();
  }

  private static ForkedJvm run(List<String> command) {
    try {
      Path err = Files.createTempFile("forked", ".err");
      Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end after " + TIMEOUT_SECONDS + " s: " + command);
      }
      String errors = Files.readString(err);
      Files.delete(err);
      return new ForkedJvm(process.exitValue(), out, errors);
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
