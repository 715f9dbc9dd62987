package dev.setun.workbench.cli;

import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun model splits`: the same tokens in several batches on several numbers of threads, every
/// bit of every logit compared.
@Command(
    name = "splits",
    description =
        "Computes the logits of the same tokens in several batch sizes on several numbers of"
            + " threads, and compares every bit; exits 1 if one differs.")
final class SplitsCommand implements Callable<Integer> {
  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = {"-n", "--tokens"},
      description = "Random ids to compute (default: ${DEFAULT-VALUE}).")
  private int count = 32;

  @Option(names = "--seed", description = "Seed of the ids (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--batches",
      split = ",",
      description = "Tokens computed at once; 0 is all of them (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = new ArrayList<>(List.of(0, 1, 7));

  @Option(
      names = {"-t", "--threads"},
      split = ",",
      description = "Numbers of threads (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads = new ArrayList<>(List.of(1, 2));

  @Option(names = "--executor", description = "reference or simd (default: ${DEFAULT-VALUE}).")
  private String executor = "simd";

  /// One way of computing.
  private record Run(int threads, int batch, double seconds, long mismatches) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("threads", threads);
      map.put("batch", batch);
      map.put("seconds", seconds);
      map.put("mismatches", mismatches);
      return map;
    }
  }

  @Override
  public Integer call() throws IOException {
    if (count < 1 || batches.stream().anyMatch(batch -> batch < 0)) {
      throw new InputException(
          "--tokens, --batches",
          "expected 1 or more tokens and batches of 0 or more, found " + count + ", " + batches);
    }
    Model model = modelOption.load();
    int[] ids = new Random(seed).ints(count, 0, model.config().vocabulary()).toArray();
    LinearBackend backend = GenerateCommand.backend(executor, Profile.CANONICAL);
    float[] expected = new float[0];
    List<Run> runs = new ArrayList<>();
    for (int team : threads) {
      Session.Options options = Session.Options.reference().with(backend).withThreads(team);
      try (Session session = new Session(model, options)) {
        for (int batch : batches) {
          long start = System.nanoTime();
          float[] logits = logits(session.fresh(), ids, batch == 0 ? count : batch);
          double seconds = (System.nanoTime() - start) / 1e9;
          expected = runs.isEmpty() ? logits : expected;
          Run run = new Run(team, batch, seconds, mismatches(expected, logits));
          runs.add(run);
          print(run);
        }
      }
    }
    return report(runs, expected.length);
  }

  private static float[] logits(Session session, int[] ids, int batch) {
    int vocabulary = session.model().config().vocabulary();
    float[] logits = new float[Math.multiplyExact(ids.length, vocabulary)];
    for (int from = 0; from < ids.length; from += batch) {
      int[] part = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + batch));
      float[] rows = session.allLogits(part);
      System.arraycopy(rows, 0, logits, from * vocabulary, rows.length);
    }
    return logits;
  }

  /// Values whose bits differ.
  static long mismatches(float[] expected, float[] found) {
    long mismatches = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(found[i])) {
        mismatches++;
      }
    }
    return mismatches;
  }

  private void print(Run run) {
    output.text(
        String.format(
            Locale.ROOT,
            "threads %d, batches of %s: %.1f s, %d logits differ",
            run.threads(),
            run.batch() == 0 ? "all" : Integer.toString(run.batch()),
            run.seconds(),
            run.mismatches()));
  }

  private int report(List<Run> runs, int logits) {
    long compared = (long) logits * (runs.size() - 1);
    long mismatches = runs.stream().mapToLong(Run::mismatches).sum();
    output.text(
        compared + " logits compared with those of the first run, " + mismatches + " differ");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tokens", count);
    result.put("comparedLogits", compared);
    result.put("mismatches", mismatches);
    result.put("runs", runs.stream().map(Run::toMap).toList());
    output.result(result);
    return (mismatches == 0 ? ExitCode.DONE : ExitCode.MISMATCH).code();
  }
}
