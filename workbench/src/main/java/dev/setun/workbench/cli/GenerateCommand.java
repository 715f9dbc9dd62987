package dev.setun.workbench.cli;

import dev.setun.kernels.KernelProvider;
import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.WarmUp;
import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.ScalarBackend;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tokenizer.StreamingDecoder;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun generate`: continues a text.
@Command(name = "generate", description = "Continues a text with a model.")
final class GenerateCommand implements Callable<Integer> {
  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private CacheOption cache = new CacheOption();
  @Mixin private WarmUpOption warmUp = new WarmUpOption();
  @Mixin private PackCacheOption packCache = new PackCacheOption();

  @Option(
      names = {"-p", "--prompt"},
      required = true,
      description = "The text to continue.")
  private String prompt = "";

  @Option(
      names = {"-n", "--tokens"},
      description = "Tokens to generate (default: ${DEFAULT-VALUE}).")
  private int tokens = 128;

  @Option(
      names = {"-t", "--threads"},
      description = "Threads (default: ${DEFAULT-VALUE}).")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(names = "--executor", description = "reference or simd (default: ${DEFAULT-VALUE}).")
  private String executor = "simd";

  @Option(
      names = "--profile",
      description = "Numerics: canonical, plain, bitnet.cpp or hf (default: ${DEFAULT-VALUE}).")
  private String profile = "canonical";

  @Option(names = "--temperature", description = "0 is greedy, the default.")
  private double temperature;

  @Option(names = "--top-k", description = "Sample among the k largest logits (default: all).")
  private int topK = Integer.MAX_VALUE;

  @Option(
      names = "--top-p",
      description = "Sample among the fewest ids with this probability; 1 is all, the default.")
  private double topP = 1;

  @Option(names = "--seed", description = "Seed of the sampling (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--ignore-eos", description = "Do not stop at end tokens.")
  private boolean ignoreEnd;

  @Option(
      names = "--special",
      description = "Read the text of special tokens in the prompt as those tokens.")
  private boolean special;

  @Mixin private ChatOptions chat = new ChatOptions();

  @Override
  public Integer call() throws Exception {
    if (tokens < 1) {
      throw new InputException("-n", "expected 1 or more tokens, found " + tokens);
    }
    Profile numerics = Profile.parse(profile);
    Preparation preparation = packCache.preparation(modelOption.name(), new Progress());
    LinearBackend backend = backend(executor, numerics, preparation);
    Session.Options options =
        Session.Options.reference()
            .with(numerics)
            .with(backend)
            .withThreads(threads)
            .with(cache.precision());
    Sampler sampler =
        temperature == 0
            ? new Sampler.Greedy()
            : new Sampler.Temperature(temperature, topK, topP, seed);
    Model model = modelOption.load();
    Prompt said = chat.prompt(model, prompt, special);
    try (Session session = new Session(model, options)) {
      Optional<WarmUp> warmedUp = warmUp.of(session);
      Generation generation = generate(model, said, session, sampler);
      output.text("");
      Map<String, Object> result = generation.toMap();
      result.put("kernel", backend.name());
      result.put("skippedShare", backend.skippedShare());
      warmedUp.ifPresent(warm -> result.put("warmUpSeconds", warm.seconds()));
      packCache.finish(output, result);
      output.result(result);
    }
    return ExitCode.DONE.code();
  }

  /// The backend of an executor that runs whole models.
  static LinearBackend backend(String executor, Profile profile) {
    return backend(executor, profile, Preparation.quiet());
  }

  /// As above, with a file of packed weights or somebody who watches.
  static LinearBackend backend(String executor, Profile profile, Preparation preparation) {
    return switch (executor) {
      case "reference" -> new ScalarBackend();
      case "simd" ->
          profile.isScalarOnly()
              ? scalarFor(profile)
              : KernelProvider.ofThisJvm().best(preparation);
      default ->
          throw new InputException("--executor", "expected reference or simd, found " + executor);
    };
  }

  private static LinearBackend scalarFor(Profile profile) {
    System.err.println(
        "setun: profile "
            + profile.label()
            + " has no simd executor; the scalar reference runs it");
    return new ScalarBackend();
  }

  private Generation generate(Model model, Prompt said, Session session, Sampler sampler) {
    int[] ids = said.ids();
    long start = System.nanoTime();
    int id = session.next(sampler, ids);
    long prompted = System.nanoTime();
    StreamingDecoder decoder = StreamingDecoder.ofContinuation(model.tokenizer());
    StringBuilder text = new StringBuilder();
    List<Integer> generated = new ArrayList<>();
    Set<Integer> ends = ignoreEnd ? Set.of() : said.endTokens();
    output.partialText(said.shown());
    while (generated.size() < tokens) {
      if (ends.contains(id)) {
        break;
      }
      generated.add(id);
      String piece = decoder.next(id);
      text.append(piece);
      output.partialText(piece);
      if (generated.size() < tokens) {
        id = session.next(sampler, id);
      }
    }
    String rest = decoder.end();
    output.partialText(rest);
    return new Generation(
        text.append(rest).toString(),
        generated,
        (prompted - start) / 1e9,
        (System.nanoTime() - prompted) / 1e9,
        ids.length);
  }

  /// @param promptSeconds time of the prompt
  /// @param seconds time of the generated tokens
  private record Generation(
      String text, List<Integer> ids, double promptSeconds, double seconds, int promptTokens) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("text", text);
      map.put("tokenIds", ids);
      map.put("tokensPerSecond", ids.size() / seconds);
      map.put("promptTokensPerSecond", promptTokens / promptSeconds);
      return map;
    }
  }
}
