package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class CommandLineInterfaceTest {
  private static final Path BARD =
      Path.of("..", "reference-model", "src", "main", "resources", "dev", "setun", "model", "bard");

  @TempDir Path folder = Path.of(".");

  private record Answer(int code, String out, String err) {
    JsonNode json() {
      assertThat(out.lines()).as("one JSON object on standard output").hasSize(1);
      return Json.read("stdout", out.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Answer run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int code = CommandLineInterface.run(arguments);
      return new Answer(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private void requireRefused(Answer answer, String... parts) {
    assertThat(answer.code()).as(answer.err()).isEqualTo(2);
    assertThat(answer.err().lines()).hasSize(1);
    assertThat(answer.err()).startsWith("setun: ");
    for (String part : parts) {
      assertThat(answer.err()).contains(part);
    }
    assertThat(answer.out()).isEmpty();
  }

  private Path copyOfBard() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("model"));
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(BARD.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  @Test
  void loadTellsTimesAndMemory() {
    Answer answer = run("model", "load", "-m", "bard", "-n", "3", "-t", "1", "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode load = answer.json();
    // bard: 3 positions of 2 x 4 bytes x layers x width.
    assertThat(load.get("keyValueBytes").asLong() % (3 * 2 * Float.BYTES)).isZero();
    assertThat(load.get("fileBytes").asLong()).isPositive();
    assertThat(load.get("firstTokenSeconds").asDouble()).isPositive();
    assertThat(load.has("warmUpSeconds")).isFalse();
    Answer warm = run("model", "load", "-n", "3", "-t", "1", "--warm-up", "--json");
    assertThat(warm.code()).as(warm.err()).isZero();
    double seconds = warm.json().get("warmUpSeconds").asDouble();
    assertThat(seconds).isPositive();
    assertThat(warm.json().get("firstTokenStartsSeconds").asDouble()).isGreaterThan(seconds);
    assertThat(warm.json().get("keyValueBytes")).isEqualTo(load.get("keyValueBytes"));
    requireRefused(run("model", "load", "-n", "1"), "-n", "2 or more", "found 1");
  }

  @Test
  void everySplitOfBardHasTheSameLogits() {
    Answer answer =
        run(
            "model",
            "splits",
            "-m",
            "bard",
            "-n",
            "9",
            "--batches",
            "0,1,4",
            "-t",
            "1,2",
            "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode splits = answer.json();
    assertThat(splits.get("runs")).hasSize(6);
    assertThat(splits.get("comparedLogits").asLong()).isPositive();
    assertThat(splits.get("comparedLogits").asLong() % (5 * 9)).isZero();
    assertThat(splits.get("mismatches").asLong()).isZero();
    requireRefused(run("model", "splits", "--batches", "-1"), "--batches", "[-1]");
  }

  @Test
  void logitsThatDifferInABitAreCounted() {
    assertThat(SplitsCommand.mismatches(new float[] {0, 1, 2}, new float[] {-0f, 1, 3}))
        .isEqualTo(2);
  }

  @Test
  void residentMemoryIsReadFromAStatusFile() {
    List<String> status =
        List.of("VmHWM:\t   30 kB", "VmRSS:\t   20 kB", "RssAnon:\t 12 kB", "RssFile:\t  8 kB");
    assertThat(ResidentMemory.parse(status))
        .contains(new ResidentMemory(20 * 1024, 12 * 1024, 8 * 1024, 30 * 1024));
    assertThat(ResidentMemory.parse(status.subList(0, 3))).isEmpty();
  }

  @Test
  void generateAnswersWithTheKeysOfTheContract() {
    JsonNode json = run("generate", "-m", "bard", "-p", "ROMEO:\n", "-n", "8", "--json").json();
    assertThat(json.path("tokenIds").size()).isEqualTo(8);
    assertThat(json.path("text").stringValue()).isNotEmpty();
    assertThat(json.path("tokensPerSecond").doubleValue()).isPositive();
    assertThat(json.path("promptTokensPerSecond").doubleValue()).isPositive();
  }

  @Test
  void packedWeightsAreWrittenOnceAndReadAfterwards() throws IOException {
    Path model = copyOfBard();
    JsonNode written = generatePacked(model);
    assertThat(written.path("packCache").path("outcome").stringValue()).isEqualTo("written");
    Path file = Path.of(written.path("packCache").path("file").stringValue());
    assertThat(file.getParent()).isEqualTo(model.getParent());
    byte[] content = Files.readAllBytes(file);
    JsonNode read = generatePacked(model);
    assertThat(read.path("packCache").path("outcome").stringValue()).isEqualTo("read");
    assertThat(read.path("tokenIds")).isEqualTo(written.path("tokenIds"));

    content[content.length / 2] ^= 1;
    Files.write(file, content);
    Answer damaged = run("generate", "-m", model.toString(), "-p", "A", "-n", "4", "--pack-cache");
    assertThat(damaged.code()).isZero();
    assertThat(damaged.err()).contains("setun: note: " + file + ": entry ", "expected bytes of");
    assertThat(damaged.out()).contains("pack cache " + file + ": not used, left as it is");
    assertThat(file).hasBinaryContent(content);
    JsonNode forced = generatePacked(model, "--force");
    assertThat(forced.path("packCache").path("outcome").stringValue()).isEqualTo("written");
  }

  private JsonNode generatePacked(Path model, String... more) {
    List<String> arguments = new ArrayList<>(List.of("generate", "-m", model.toString()));
    arguments.addAll(List.of("-p", "A", "-n", "4", "--json", "--pack-cache"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new)).json();
  }

  @Test
  void theEmbeddedModelHasNoFolderForItsPackedWeights() {
    requireRefused(run("generate", "-p", "x", "--pack-cache"), "--pack-cache: expected the name");
    requireRefused(run("generate", "-p", "x", "--force"), "--force: expected --pack-cache");
  }

  @Test
  void bothExecutorsAndAnyThreadsWriteTheSameText() {
    JsonNode simd = run("generate", "-p", "JULIET:", "-n", "12", "-t", "2", "--json").json();
    JsonNode reference =
        run("generate", "-p", "JULIET:", "-n", "12", "-t", "1", "--executor", "reference", "--json")
            .json();
    assertThat(simd.path("tokenIds")).isEqualTo(reference.path("tokenIds"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"machine", "simd,reference", "fast", ""})
  void aCommandThatRunsAModelTakesOneOfTwoExecutors(String executor) {
    requireRefused(
        run("generate", "-p", "x", "--executor", executor),
        "--executor: expected reference or simd, found " + executor);
  }

  @Test
  void logitsAreTheSameBytesInAnyBatchAndOnAnyThreads() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String[] variant :
        new String[][] {{"0", "1", "simd"}, {"1", "2", "simd"}, {"3", "1", "reference"}}) {
      Path file = folder.resolve("logits-" + String.join("-", variant) + ".npy");
      Answer answer =
          run(
              "model",
              "logits",
              "-m",
              "bard",
              "--tokens",
              "510,49,46,44,36",
              "--batch",
              variant[0],
              "-t",
              variant[1],
              "--executor",
              variant[2],
              "-o",
              file.toString(),
              "--json");
      assertThat(answer.json().path("rows").intValue()).isEqualTo(5);
      files.add(Files.readAllBytes(file));
    }
    assertThat(files.get(1)).isEqualTo(files.get(0));
    assertThat(files.get(2)).isEqualTo(files.get(0));
  }

  @Test
  void nothingIsOverwrittenWithoutForce() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.npy"), "mine");
    requireRefused(
        run("model", "logits", "--tokens", "510", "-o", file.toString()), "mine.npy", "--force");
    assertThat(file).hasContent("mine");
  }

  @Test
  void crosscheckAnswersWithTheKeysOfTheContractAndNamesWhatDidNotRun() {
    JsonNode json =
        run(
                "crosscheck",
                "-m",
                "bard",
                "-n",
                "2",
                "--hardware-tokens",
                "0",
                "--executors",
                "simd,machine",
                "-o",
                folder.resolve("check").toString(),
                "--json")
            .json();
    assertThat(json.path("executors").values())
        .extracting(JsonNode::stringValue)
        .containsExactly("reference", "simd", "machine");
    assertThat(json.path("skippedExecutors").values())
        .extracting(JsonNode::stringValue)
        .containsExactly("circuit", "verilator", "icarus");
    assertThat(json.path("comparedValues").longValue()).isGreaterThan(50_000);
    assertThat(json.path("valueMismatches").longValue()).isZero();
    assertThat(json.path("comparedCycles").longValue()).isZero();
    assertThat(json.path("cycleMismatches").longValue()).isZero();
  }

  @Test
  void aMismatchIsExitCodeOneWithTheCommandThatReproducesIt() {
    Answer answer =
        run(
            "crosscheck",
            "-n",
            "1",
            "--hardware-tokens",
            "0",
            "--executors",
            "machine,circuit",
            "--fault",
            "circuit:3",
            "-o",
            folder.resolve("check").toString(),
            "--json");
    assertThat(answer.code()).isEqualTo(1);
    JsonNode first = answer.json().path("mismatches").get(0);
    for (String key :
        List.of("executor", "where", "cycle", "signal", "tile", "expected", "actual")) {
      assertThat(first.has(key)).as(key).isTrue();
    }
    assertThat(answer.json().path("reproduce").stringValue())
        .startsWith("./setun crosscheck ")
        .contains("--fault circuit:3", "--seed 1");
  }

  @Test
  void simulateAnswersWithTheKeysOfTheContractAndWritesTheRun() throws IOException {
    Path out = folder.resolve("run");
    JsonNode json =
        run("simulate", "-m", "bard", "-d", "edge-16x16", "-o", out.toString(), "--json").json();
    for (String key :
        List.of(
            "latencyCycles",
            "latencySeconds",
            "tokensPerSecond",
            "energyPj",
            "areaMm2",
            "cyclesByCause",
            "dramBytes",
            "energyByComponent")) {
      assertThat(json.has(key)).as(key).isTrue();
    }
    assertThat(json.path("cyclesByCause").values().stream().mapToLong(JsonNode::longValue).sum())
        .isEqualTo(json.path("latencyCycles").longValue());
    for (String file :
        List.of(
            "run.json",
            "design.resolved.yaml",
            "summary.json",
            "summary.md",
            "ops.csv",
            "report.html",
            "timeline.json")) {
      assertThat(out.resolve(file)).isNotEmptyFile();
    }
    JsonNode run = Json.read("run.json", Files.readAllBytes(out.resolve("run.json")));
    assertThat(run.path("arguments").values())
        .extracting(JsonNode::stringValue)
        .contains("simulate", "--json");
    assertThat(run.path("inputSha256").path("bard/model.safetensors").stringValue()).hasSize(64);
    assertThat(run.path("inputSha256").path("design.resolved.yaml").stringValue()).hasSize(64);
    requireRefused(run("simulate", "-o", out.toString()), "run", "--force");
  }

  @Test
  void aDenseBaselineSaysInTextJsonAndSummaryThatItIsCountedAsTernary() throws IOException {
    String said = "llama-3.2-1b is published with 16-bit linears; here they are counted as if";
    Path out = folder.resolve("dense");
    JsonNode json =
        run("simulate", "--workload", "llama-3.2-1b", "-o", out.toString(), "--json").json();
    assertThat(json.path("assumptions").get(0).stringValue()).startsWith(said);
    // LLaMA 3.2 1B: 1,235,814,400 parameters, tied
    assertThat(json.path("ternaryWeights").longValue() + json.path("denseWeights").longValue())
        .isEqualTo(1_235_814_400L);
    assertThat(Files.readString(out.resolve("summary.md"))).contains("\n- " + said);
    Answer text = run("simulate", "--workload", "llama-3.2-1b", "-o", out.toString(), "--force");
    assertThat(text.out()).contains("\n- " + said);
    assertThat(Files.readString(folder.resolve("dense/summary.json"))).contains(said);
  }

  @Test
  void everyWorkloadIsNamedByTheHelpTheErrorAndTheFamilies() {
    List<String> names =
        run("model", "families", "--json").json().path("families").values().stream()
            .map(family -> {
              assertThat(family.path("source").stringValue()).isNotBlank();
              assertThat(family.path("confidence").stringValue()).isNotBlank();
              return family.path("name").stringValue();
            })
            .toList();
    assertThat(names).contains("bitnet-2b4t", "falcon3-7b-1.58", "minicpm-2b");
    String help = run("simulate", "--help").out();
    String text = run("model", "families").out();
    Answer unknown = run("simulate", "--workload", "nobody");
    requireRefused(unknown, "nobody");
    for (String name : names) {
      assertThat(help).contains(name);
      assertThat(text).contains("\n" + name + " ", "\n" + name + ": ");
      assertThat(unknown.err()).contains(name);
    }
  }

  @Test
  void goldenWritesTheVectorsAndABenchAndNothingOverOthers() {
    Path out = folder.resolve("vectors");
    JsonNode json =
        run("golden", "--op", "attn_q", "--layer", "1", "-o", out.toString(), "--json").json();
    assertThat(json.path("sets").get(0).stringValue()).isEqualTo("blk.1.attn_q");
    for (String file : List.of("manifest.json", "README.md", "tb_golden.v", "weights.npy")) {
      assertThat(out.resolve(file)).isNotEmptyFile();
    }
    requireRefused(run("golden", "--op", "all", "--layer", "1", "-o", out.toString()), "--force");
    assertThat(run("golden", "--op", "logits", "-o", out.toString(), "--force").code()).isZero();
    assertThat(out.resolve("weights.npy")).doesNotExist();
    assertThat(out.resolve("logits.npy")).isNotEmptyFile();
  }

  @Test
  void goldenOfAnUnknownOpListsTheOpsAndWritesNothing() {
    Path out = folder.resolve("none");
    requireRefused(
        run("golden", "--op", "softmax", "--layer", "0", "-o", out.toString()),
        "attn_q",
        "ffn_down",
        "rope_q",
        "logits",
        "found softmax");
    assertThat(out).doesNotExist();
  }

  @Test
  void theReportTableAgreesWithAllPublishedValues() {
    JsonNode json = run("model", "compare", "--table", "2b4t-report", "--json").json();
    assertThat(json.path("models").size()).isEqualTo(6);
    assertThat(json.path("leftOut").size()).isPositive();
    json.path("models")
        .forEach(row -> {
          assertThat(row.path("energyAgrees").booleanValue()).isTrue();
          assertThat(row.path("memoryAgrees").booleanValue()).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 4000, 7760, 300_000, 1_069_191})
  void aTruncatedSafetensorsFileIsOneLine(int bytes) throws IOException {
    Path model = copyOfBard();
    Path file = model.resolve("model.safetensors");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    requireRefused(run("generate", "-m", model.toString(), "-p", "x"), "model.safetensors");
  }

  @Test
  void aSafetensorsFileThatDoesNotFitItsConfigIsOneLine() throws IOException {
    Path model = copyOfBard();
    Path config = model.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("\"hidden_size\": 256", "\"hidden_size\": 128"));
    requireRefused(run("generate", "-m", model.toString(), "-p", "x"), "expected shape", "found");
  }

  @Test
  void anUnknownDesignKeyIsOneLineAndNothingIsWritten() throws IOException {
    Path design = folder.resolve("wide.yaml");
    run("simulate", "-o", folder.resolve("ok").toString());
    String text = Files.readString(folder.resolve("ok/design.resolved.yaml"));
    Files.writeString(design, text.replace("rows:", "row:"));
    Path out = folder.resolve("none");
    requireRefused(
        run("simulate", "-d", design.toString(), "-o", out.toString()),
        "wide.yaml",
        "array.row",
        "array.rows");
    assertThat(out).doesNotExist();
  }

  @Test
  void anInputWidthThatTheDesignCannotHoldIsOneLineAndNothingIsWritten() throws IOException {
    run("simulate", "-o", folder.resolve("ok").toString());
    Path design = folder.resolve("small.yaml");
    String text = Files.readString(folder.resolve("ok/design.resolved.yaml"));
    Files.writeString(
        design, text.replaceAll("activationWordsPerToken: \\d+", "activationWordsPerToken: 16"));
    Path out = folder.resolve("none");
    requireRefused(
        run("simulate", "-d", design.toString(), "-o", out.toString()),
        "768",
        "256",
        "buffers.activationWordsPerToken");
    requireRefused(
        run("crosscheck", "-d", design.toString(), "--executors", "machine", "-o", out.toString()),
        "768");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "golden --op attn_q --layer 0 -o FILE/x",
        "golden --op attn_q --layer 0 -o FILE",
        "model logits --tokens 510 -o FILE/x.npy",
        "model logits --tokens 510 -o FILE/below/x.npy",
        "model synthesize --shape bitnet-2b4t --layers 1 -o FILE/x.gguf",
        "model convert -m bard --packing i2_s -o FILE/x.gguf",
        "simulate -o FILE/x",
        "verilog -o FILE/x",
        "crosscheck -n 1 --hardware-tokens 0 --executors simd -o FILE/x",
        "model perplexity --text FILE/x",
        "model inspect -m FILE/below",
        "generate -p x -m FILE/below",
      })
  void aPathThatCannotBeUsedIsNamedAndTheFileInTheWayIsKept(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("in-the-way"), "mine");
    requireRefused(run(line.replace("FILE", file.toString()).split(" ")), "in-the-way");
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "generate",
        "generate -p x -n 0",
        "generate -p x --profile q",
        "generate -p x --executor machine",
        "simulate --phase sideways",
        "simulate --workload nobody",
        "simulate -d nobody",
        "crosscheck --executors all",
        "crosscheck --fault nobody",
        "model",
        "model logits --tokens 9999 -o x.npy",
        "verilog --check vivado",
        "golden --layer 0",
        "golden --op attn_q",
        "golden --op attn_q --layer 4",
        "golden --op attn_q --layer -1",
        "golden --op attn_q,attn_q --layer 0",
        "golden --op all --layer 0 --token 7",
        "golden --op all --layer 0 --token first",
        "golden --op all --layer 0 -d nobody",
        "generate -m nobody -p x"
      })
  void badUsageIsOneLineAndExitCodeTwo(String line) {
    requireRefused(
        run(Stream.of(line.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new)));
  }
}
