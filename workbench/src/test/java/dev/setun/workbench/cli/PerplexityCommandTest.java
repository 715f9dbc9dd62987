package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.FileDigest;
import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `model perplexity` that is stopped and taken up again.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class PerplexityCommandTest {
  private static final List<String> RUN =
      List.of("model", "perplexity", "-m", "bard", "--bytes", "2000", "--chunk", "64");

  @TempDir Path folder = Path.of(".");

  private record Answer(int code, String out, String err) {}

  private static Answer perplexity(String... options) {
    return run(arguments(options));
  }

  private static Answer run(List<String> arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int code = CommandLineInterface.run(arguments.toArray(String[]::new));
      return new Answer(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static List<String> arguments(String... options) {
    List<String> arguments = new ArrayList<>(RUN);
    arguments.addAll(List.of(options));
    return arguments;
  }

  private static void requireRefused(Answer answer, String... parts) {
    assertThat(answer.code()).as(answer.err()).isEqualTo(2);
    assertThat(answer.err().lines()).hasSize(1);
    assertThat(answer.err()).contains(parts);
    assertThat(answer.out()).isEmpty();
  }

  private Path state() {
    return folder.resolve("state.json");
  }

  private static ObjectNode read(Path state) throws IOException {
    return (ObjectNode) Json.read(state, 1 << 20);
  }

  private static void stopAfter(Path state, int chunks) throws IOException {
    ObjectNode tree = read(state);
    ArrayNode nats = (ArrayNode) tree.path("natsPerChunk");
    assertThat(nats.size()).isGreaterThan(chunks);
    while (nats.size() > chunks) {
      nats.remove(nats.size() - 1);
    }
    Files.writeString(state, Json.indented(tree));
  }

  // The process is killed, not asked to stop, once it has said three times how far it is.
  @Test
  void aKilledRunLosesNothingThatItReportedAndEndsInTheSameResult() throws Exception {
    Answer whole = perplexity("--json");
    assertThat(whole.code()).as(whole.err()).isZero();
    int tokens = Json.read("stdout", bytes(whole)).path("tokens").intValue();
    String said = runAndKill("--state", state().toString(), "--json");
    Matcher percent = Pattern.compile("perplexity +(\\d+) %").matcher(said);
    int reported = 0;
    while (percent.find()) {
      reported = Integer.parseInt(percent.group(1));
    }
    assertThat(reported).as(said).isPositive();
    double kept = Math.min(tokens, 64.0 * read(state()).path("natsPerChunk").size());
    assertThat(100 * kept / tokens).isGreaterThanOrEqualTo(reported - 0.5);
    assertThat(perplexity("--state", state().toString(), "--resume", "--json")).isEqualTo(whole);
  }

  private static String runAndKill(String... options) throws Exception {
    String path =
        System.getProperty("jdk.module.path", "")
            + File.pathSeparator
            + System.getProperty("java.class.path");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dsetun.terminal=true",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                path,
                "dev.setun.workbench.Setun"));
    command.addAll(arguments(options));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (InputStream in = process.getErrorStream()) {
      int reports = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        said.write(next);
        if (next == '%' && ++reports == 3) {
          process.toHandle().destroyForcibly(); // unlike Process, leaves what was said readable
        }
      }
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void executorAndThreadsMayChangeBetweenAStopAndItsResumption() throws IOException {
    String state = state().toString();
    Answer whole = perplexity("--state", state, "--json");
    stopAfter(state(), 5);
    Answer rest =
        perplexity("--state", state, "--resume", "--json", "--executor", "reference", "-t", "1");
    assertThat(rest).isEqualTo(whole);
    assertThat(read(state()).path("natsPerChunk"))
        .isEqualTo(Json.read("stdout", bytes(whole)).path("natsPerChunk"));
    assertThat(perplexity("--state", state, "--resume", "--json")).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "--chunk, 63, chunk",
    "--bytes, 1999, textSha256",
    "--profile, plain, profile",
    "--i2s-layout, arm64, reading"
  })
  void theStateOfAnotherRunIsRefusedWithWhatDiffers(String option, String value, String key)
      throws IOException {
    String state = state().toString();
    perplexity("--state", state);
    stopAfter(state(), 3);
    byte[] before = Files.readAllBytes(state());
    List<String> other = new ArrayList<>(RUN);
    if (other.contains(option)) {
      other.set(other.indexOf(option) + 1, value);
    } else {
      other.addAll(List.of(option, value));
    }
    // Only the reference computes all profiles; with simd a second line would say so.
    other.addAll(List.of("--executor", "reference", "--state", state, "--resume"));
    requireRefused(run(other), "state.json: " + key + ": expected ", ", found ");
    assertThat(state()).hasBinaryContent(before);
  }

  @Test
  void theStateOfAnotherModelIsRefused() throws IOException {
    String state = state().toString();
    perplexity("--state", state);
    ObjectNode tree = read(state());
    String other = FileDigest.of("other", new byte[1]).sha256();
    Files.writeString(state(), Json.indented(tree.put("modelSha256", other)));
    requireRefused(perplexity("--state", state, "--resume"), "modelSha256: expected ", other);
  }

  @Test
  void whatIsNoStateIsRefusedInOneLine() throws IOException {
    String state = state().toString();
    perplexity("--state", state);
    ObjectNode good = read(state());
    for (JsonNode nats :
        List.of(
            Json.array().add("1"),
            Json.object(),
            Json.read("list", ("[" + "1,".repeat(99) + "1]").getBytes(StandardCharsets.UTF_8)))) {
      ObjectNode bad = good.deepCopy();
      bad.set("natsPerChunk", nats);
      Files.writeString(state(), Json.indented(bad));
      requireRefused(perplexity("--state", state, "--resume"), "natsPerChunk", "expected ");
    }
    Files.writeString(state(), "{");
    requireRefused(perplexity("--state", state, "--resume"), "expected JSON");
    Files.write(state(), new byte[1 << 20]);
    requireRefused(perplexity("--state", state, "--resume"), "expected at most");
  }

  @Test
  void aStateIsNotOverwrittenUnlessForced() throws IOException {
    String state = state().toString();
    Answer first = perplexity("--state", state, "--resume", "--json");
    assertThat(first.code()).as(first.err()).isZero();
    stopAfter(state(), 2);
    requireRefused(perplexity("--state", state), "--resume", "--force");
    assertThat(perplexity("--state", state, "--force", "--json")).isEqualTo(first);
    requireRefused(perplexity("--resume"), "--state");
    requireRefused(perplexity("--state", state, "--resume", "--force"), "expected one of them");
  }

  @Test
  void aFolderIsNoText() {
    String text = folder.toString();
    requireRefused(
        run(List.of("model", "perplexity", "-f", text)), text, "expected a text file, found");
  }

  private static byte[] bytes(Answer answer) {
    return answer.out().getBytes(StandardCharsets.UTF_8);
  }
}
