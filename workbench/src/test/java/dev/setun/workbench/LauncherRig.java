package dev.setun.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A machine for the launcher that has nothing but what a test puts there: a PATH with chosen
/// tools, an empty home, folders of JDKs that only look like JDKs.
final class LauncherRig {
  private static final List<String> BASIC_TOOLS =
      List.of(
          "sh",
          "cat",
          "chmod",
          "cp",
          "dirname",
          "find",
          "flock",
          "grep",
          "gzip",
          "head",
          "kill",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sha256sum",
          "shasum",
          "sleep",
          "tail",
          "tar",
          "touch",
          "uname",
          "unzip");

  private final Path folder;
  private final Path launcher;
  private final Map<String, String> environment = new TreeMap<>();

  /// How a run of the launcher ended.
  record Result(int exitCode, String output, List<String> errors) {}

  /// @param folder an empty folder
  /// @param launcher the script to run
  LauncherRig(Path folder, Path launcher) throws IOException {
    this.folder = folder;
    this.launcher = launcher;
    for (String each : List.of("tools", "home", "jdks", "cwd")) {
      Files.createDirectory(folder.resolve(each));
    }
    environment.put("PATH", folder.resolve("tools").toString());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("SETUN_JDK_DIRS", folder.resolve("jdks").toString());
    for (String tool : BASIC_TOOLS) {
      addTool(tool);
    }
  }

  /// The launcher of this project.
  static Path projectLauncher() {
    Path launcher = Path.of("..", "setun").toAbsolutePath().normalize();
    assertThat(launcher).isExecutable();
    return launcher;
  }

  /// Puts a program of this machine on the rig's PATH.
  ///
  /// @return whether this machine has it
  boolean addTool(String name) throws IOException {
    for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path program = Path.of(place, name);
      if (Files.isExecutable(program)) {
        addScript(name, "exec '" + program + "' \"$@\"");
        return true;
      }
    }
    return false;
  }

  void removeTool(String name) throws IOException {
    Files.deleteIfExists(tool(name));
  }

  /// Puts a shell script on the rig's PATH.
  void addScript(String name, String body) throws IOException {
    writeScript(tool(name), body);
  }

  static void writeScript(Path file, String body) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /// Makes what the launcher takes for a JDK, with a `java` that prints its arguments, one a line.
  Path addJdk(String parent, String name, String version) throws IOException {
    Path jdk = folder.resolve(parent).resolve(name);
    writeScript(jdk.resolve("bin/javac"), "exit 1");
    writeScript(jdk.resolve("bin/java"), "printf '%s\\n' \"$@\"; pwd >&2");
    Files.writeString(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"none\"\n");
    return jdk;
  }

  void set(String name, String value) {
    environment.put(name, value);
  }

  Path resolve(String path) {
    return folder.resolve(path);
  }

  /// Names in a folder of the rig, sorted; none if there is no such folder.
  List<String> names(String path) throws IOException {
    if (!Files.isDirectory(resolve(path))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(resolve(path))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /// Starts the launcher in the rig's folder `cwd`.
  Started start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(Arrays.asList(arguments));
    return startCommand(command, new File("/dev/null"));
  }

  /// Starts any command as the launcher is started, with a file as its standard input.
  Started startCommand(List<String> command, File input) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(resolve("cwd").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(input).redirectOutput(output.toFile()).redirectError(errors.toFile());
    return new Started(builder.start(), output, errors);
  }

  /// Runs the launcher to its end.
  Result run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).finish();
  }

  /// A launcher that runs.
  record Started(Process process, Path output, Path errors) {
    Result finish() throws IOException, InterruptedException {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("the launcher hangs: " + Files.readString(errors));
      }
      return new Result(process.exitValue(), Files.readString(output), Files.readAllLines(errors));
    }
  }

  Path launcher() {
    return launcher;
  }

  private Path tool(String name) {
    return folder.resolve("tools").resolve(name);
  }
}
