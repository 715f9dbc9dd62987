package dev.setun.workbench.cli;

import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.WarmUp;
import dev.setun.model.Model;
import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun model load`: how long a model takes to its first token, and what it then has in memory.
@Command(
    name = "load",
    description =
        "Loads a model, computes some tokens, and prints the time of each step and the memory.")
final class LoadCommand implements Callable<Integer> {
  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private CacheOption cache = new CacheOption();
  @Mixin private WarmUpOption warmUp = new WarmUpOption();
  @Mixin private PackCacheOption packCache = new PackCacheOption();

  @Option(names = "--executor", description = "reference or simd (default: ${DEFAULT-VALUE}).")
  private String executor = "simd";

  @Option(
      names = {"-t", "--threads"},
      description = "Threads (default: ${DEFAULT-VALUE}).")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(
      names = {"-n", "--tokens"},
      description = "Tokens to compute, the first included (default: ${DEFAULT-VALUE}).")
  private int tokens = 8;

  private final Map<String, Object> result = new LinkedHashMap<>();
  private long lapNanos = System.nanoTime();

  @Override
  public Integer call() throws IOException {
    if (tokens < 2) {
      throw new InputException("-n", "expected 2 or more tokens, found " + tokens);
    }
    double started = ProcessAge.seconds();
    lap("startSeconds", "process and JVM", started);
    lapNanos = System.nanoTime();
    Model model = modelOption.load();
    double mapped = lap("mapSeconds", "map, tokenizer, check of the codes");
    Preparation preparation = packCache.preparation(modelOption.name(), new Progress());
    Session.Options options =
        Session.Options.reference()
            .with(GenerateCommand.backend(executor, Profile.CANONICAL, preparation))
            .withThreads(threads)
            .with(cache.precision());
    try (Session session = new Session(model, options)) {
      double prepared = lap("prepareSeconds", "begin to repack for " + options.backend().name());
      double starts = started + mapped + prepared + warmedUp(session);
      lap("firstTokenStartsSeconds", "from start to first token", starts);
      lapNanos = System.nanoTime();
      tokens(session, starts);
      memory(model, session);
      packCache.finish(output, result);
    }
    output.result(result);
    return ExitCode.DONE.code();
  }

  /// @return seconds
  private double warmedUp(Session session) {
    Optional<WarmUp> warm = warmUp.of(session);
    warm.ifPresent(
        each -> lap("warmUpSeconds", "warm-up, " + each.tokens() + " tokens", each.seconds()));
    return warm.map(WarmUp::seconds).orElse(0.0);
  }

  private void tokens(Session session, double starts) {
    Sampler greedy = new Sampler.Greedy();
    int id = session.next(greedy, session.model().config().beginToken());
    double first = lap("firstTokenSeconds", "first token, waiting for its linears");
    lap("firstTokenDoneSeconds", "from start to the first token's end", starts + first);
    lapNanos = System.nanoTime();
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < tokens; i++) {
      id = session.next(greedy, id);
      fastest = Math.min(fastest, lap());
    }
    lap("fastestTokenSeconds", "fastest of the other tokens", fastest);
    result.put("firstOverFastest", first / fastest);
  }

  private void memory(Model model, Session session) throws IOException {
    Path file = Path.of(modelOption.name());
    long fileBytes = Files.isRegularFile(file) ? Files.size(file) : model.weightBytes();
    long cacheBytes = session.cacheBytes();
    bytes("fileBytes", "file", fileBytes);
    bytes("keyValueBytes", "keys and values of " + session.positions() + " tokens", cacheBytes);
    Optional<ResidentMemory> measured = ResidentMemory.ofThisProcess();
    if (measured.isEmpty()) {
      output.text("memory: not told by this system");
      return;
    }
    ResidentMemory memory = measured.get();
    bytes("residentBytes", "resident", memory.residentBytes());
    bytes("anonymousBytes", "  anonymous", memory.anonymousBytes());
    bytes("mappedBytes", "  mapped files", memory.fileBytes());
    bytes("peakBytes", "largest resident so far", memory.peakBytes());
    double ratio = (double) (memory.residentBytes() - cacheBytes) / fileBytes;
    result.put("residentOverFile", ratio);
    output.text(
        String.format(Locale.ROOT, "resident without keys and values: %.3f of the file", ratio));
  }

  private double lap() {
    long now = System.nanoTime();
    double seconds = (now - lapNanos) / 1e9;
    lapNanos = now;
    return seconds;
  }

  private double lap(String key, String what) {
    double seconds = lap();
    lap(key, what, seconds);
    return seconds;
  }

  private void lap(String key, String what, double seconds) {
    result.put(key, seconds);
    output.text(String.format(Locale.ROOT, "%-40s %8.3f s", what, seconds));
  }

  private void bytes(String key, String what, long bytes) {
    result.put(key, bytes);
    output.text(String.format(Locale.ROOT, "%-40s %8.1f MB", what, bytes / 1e6));
  }
}
