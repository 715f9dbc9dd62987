package dev.setun.workbench.cli;

import static dev.setun.workbench.cli.Answer.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The command line as a contract: keys, exit codes, files.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class CommandLineInterfaceTest {
  @TempDir Path folder = Path.of(".");

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
    run("model", "load", "-n", "1").requireRefused("-n", "2 or more", "found 1");
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
    run("model", "splits", "--batches", "-1").requireRefused("--batches", "[-1]");
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
    run("generate", "-p", "x", "--executor", executor)
        .requireRefused("--executor: expected reference or simd, found " + executor);
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
    run("model", "logits", "--tokens", "510", "-o", file.toString())
        .requireRefused("mine.npy", "--force");
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
    run("simulate", "-o", out.toString()).requireRefused("run", "--force");
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
    unknown.requireRefused("nobody");
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
    run("golden", "--op", "all", "--layer", "1", "-o", out.toString()).requireRefused("--force");
    assertThat(run("golden", "--op", "logits", "-o", out.toString(), "--force").code()).isZero();
    assertThat(out.resolve("weights.npy")).doesNotExist();
    assertThat(out.resolve("logits.npy")).isNotEmptyFile();
  }

  @Test
  void goldenOfAnUnknownOpListsTheOpsAndWritesNothing() {
    Path out = folder.resolve("none");
    run("golden", "--op", "softmax", "--layer", "0", "-o", out.toString())
        .requireRefused("attn_q", "ffn_down", "rope_q", "logits", "found softmax");
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
}
