package dev.setun.hdl.example;

import dev.setun.hdl.HdlException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Runs a class with a `main` in a JVM of its own.
public final class FreshJvm {
  private FreshJvm() {}

  /// What it prints.
  ///
  /// @param option of the JVM, one that needs `-XX:+UnlockExperimentalVMOptions` or not
  public static String output(Class<?> program, String option)
      throws IOException, URISyntaxException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = location(HdlException.class) + File.pathSeparator + location(program);
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-XX:+UnlockExperimentalVMOptions",
                    option,
                    "-cp",
                    classes,
                    program.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// The folder of a class; tests are patched into the module, so both may have one location.
  private static String location(Class<?> type) throws URISyntaxException {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    String url = String.valueOf(type.getResource(name));
    return Path.of(new URI(url.substring(0, url.length() - name.length()))).toString();
  }
}
