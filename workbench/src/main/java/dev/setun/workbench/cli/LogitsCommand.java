package dev.setun.workbench.cli;

import dev.setun.model.Model;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.AtomicFile;
import dev.setun.traces.InputException;
import dev.setun.traces.NpyArray;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun model logits`: logits of given token ids, one row a token.
@Command(
    name = "logits",
    description = "Writes the float32 logits of token ids, one row a token, as .npy.")
final class LogitsCommand implements Callable<Integer> {
  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private CacheOption cache = new CacheOption();

  @Option(
      names = "--tokens",
      required = true,
      split = ",",
      description = "Token ids, for example 510,49,46.")
  private List<Integer> tokens = new ArrayList<>();

  @Option(
      names = "--profile",
      description = "Numerics: canonical, plain, bitnet.cpp or hf (default: ${DEFAULT-VALUE}).")
  private String profile = "canonical";

  @Option(names = "--executor", description = "reference or simd (default: ${DEFAULT-VALUE}).")
  private String executor = "simd";

  @Option(
      names = {"-t", "--threads"},
      description = "Threads (default: ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--batch",
      description = "Tokens computed in one batch; 0 is all of them (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE.npy",
      description = "The file to write.")
  private Path file = Path.of("logits.npy");

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    if (batch < 0) {
      throw new InputException("--batch", "expected 0 or more, found " + batch);
    }
    Profile numerics = Profile.parse(profile);
    Model model = modelOption.load();
    float[] logits = new float[tokens.size() * model.config().vocabulary()];
    Session.Options options =
        Session.Options.reference()
            .with(numerics)
            .with(GenerateCommand.backend(executor, numerics))
            .withThreads(threads)
            .with(cache.precision());
    int[] ids = tokens.stream().mapToInt(Integer::intValue).toArray();
    int step = batch == 0 ? ids.length : batch;
    try (Session session = new Session(model, options)) {
      for (int from = 0; from < ids.length; from += step) {
        int[] part = java.util.Arrays.copyOfRange(ids, from, Math.min(ids.length, from + step));
        float[] rows = session.allLogits(part);
        System.arraycopy(rows, 0, logits, from * model.config().vocabulary(), rows.length);
      }
    }
    NpyArray array = new NpyArray.Float32(List.of(ids.length, model.config().vocabulary()), logits);
    AtomicFile.write(file, force ? Overwrite.REPLACE : Overwrite.REFUSE, array::writeTo);
    output.text(ids.length + " x " + model.config().vocabulary() + " logits written to " + file);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("file", file.toString());
    result.put("rows", ids.length);
    result.put("columns", model.config().vocabulary());
    output.result(result);
    return ExitCode.DONE.code();
  }
}
