package dev.setun.workbench.cli;

import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.CachePrecision;
import dev.setun.model.inference.Perplexity;
import dev.setun.model.inference.PerplexityRun;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.FileDigest;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import dev.setun.workbench.report.InputHashes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun model perplexity`: bits per byte and perplexity of a text.
@Command(name = "perplexity", description = "Bits per byte and perplexity of a text.")
final class PerplexityCommand implements Callable<Integer> {
  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private CacheOption cache = new CacheOption();

  @Option(
      names = {"-f", "--file"},
      description = "The text, UTF-8 (default: the validation text of bard).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--bytes",
      description = "Only the first bytes of the text; 0 is all (default: ${DEFAULT-VALUE}).")
  private int bytes = 8192;

  @Option(names = "--chunk", description = "Tokens in a context (default: ${DEFAULT-VALUE}).")
  private int chunk = 256;

  @Option(
      names = "--profile",
      description = "Numerics: canonical, plain, bitnet.cpp or hf (default: ${DEFAULT-VALUE}).")
  private String profile = "canonical";

  @Option(names = "--executor", description = "reference or simd (default: ${DEFAULT-VALUE}).")
  private String executor = "simd";

  @Option(
      names = {"-t", "--threads"},
      description = "Threads (default: ${DEFAULT-VALUE}).")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Keep here, after each chunk, what is done.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--resume",
      description = "Go on where --state was left; from the beginning if there is no such file.")
  private boolean resume;

  @Option(names = "--force", description = "Begin anew although there is a --state.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    if (state.isEmpty() && (resume || force)) {
      throw new InputException("--resume, --force", "expected --state FILE, found none");
    }
    if (resume && force) {
      throw new InputException("--resume, --force", "expected one of them, found both");
    }
    if (bytes < 0 || chunk < 1) {
      throw new InputException(
          "--bytes, --chunk", "expected 0 or more and 1 or more, found " + bytes + ", " + chunk);
    }
    Profile numerics = Profile.parse(profile);
    Model model = modelOption.load();
    byte[] used = usedBytes();
    Session.Options options =
        Session.Options.reference()
            .with(numerics)
            .with(GenerateCommand.backend(executor, numerics))
            .withThreads(threads)
            .with(cache.precision());
    try (Session session = new Session(model, options)) {
      print(score(model, session, used, numerics));
    }
    return ExitCode.DONE.code();
  }

  /// A chunk is kept before it is reported.
  private Perplexity score(Model model, Session session, byte[] used, Profile numerics)
      throws IOException {
    PerplexityRun run = new PerplexityRun(model, session, text(used), chunk);
    Optional<PerplexityState> kept = Optional.empty();
    if (state.isPresent()) {
      kept = Optional.of(begin(state.get(), used, numerics, run.chunks()));
      run.takeUp(kept.get().natsPerChunk());
    }
    Progress progress = new Progress();
    while (!run.isDone()) {
      run.scoreChunk();
      if (kept.isPresent()) {
        kept.get().with(run.natsPerChunk()).write(state.orElseThrow(), Overwrite.REPLACE);
      }
      progress.accept("perplexity", (double) run.scoredTokens() / run.tokens());
    }
    progress.end();
    return run.result();
  }

  private PerplexityState begin(Path kept, byte[] used, Profile numerics, int chunks)
      throws IOException {
    boolean found = Files.exists(kept);
    if (found && !resume && !force) {
      throw new InputException(
          kept.toString(),
          "expected no file, found one (--resume goes on with it, --force begins anew)");
    }
    PerplexityState begin =
        new PerplexityState(
            InputHashes.model(modelOption.name()),
            modelOption.reading(),
            FileDigest.of("text", used).sha256(),
            numerics.label() + cacheLabel(),
            chunk,
            List.of());
    if (resume && found) {
      return begin.resumed(kept, chunks);
    }
    begin.write(kept, force ? Overwrite.REPLACE : Overwrite.REFUSE);
    return begin;
  }

  /// Part of what a state is of: other bits come of another cache.
  private String cacheLabel() {
    return cache.precision() == CachePrecision.F32 ? "" : ", cache " + cache.precision().label();
  }

  private byte[] usedBytes() throws IOException {
    if (file.isPresent() && Files.isDirectory(file.get())) {
      throw new InputException(file.get().toString(), "expected a text file, found a folder");
    }
    byte[] all = file.isPresent() ? Files.readAllBytes(file.get()) : Models.bardValidationText();
    return bytes == 0 ? all : Arrays.copyOf(all, Math.min(bytes, all.length));
  }

  private String text(byte[] used) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(used)).toString();
      if (text.isEmpty()) {
        throw new InputException(
            file.map(Path::toString).orElse("text"), "expected a text, found nothing");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new InputException(
          file.map(Path::toString).orElse("text"),
          "expected UTF-8 text in the first " + used.length + " bytes",
          e);
    }
  }

  private void print(Perplexity measured) {
    output.text(
        String.format(
            Locale.ROOT,
            "%d tokens, %d bytes: %.15f bits per byte, perplexity %.6f",
            measured.tokens(),
            measured.bytes(),
            measured.bitsPerByte(),
            measured.perplexity()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("bitsPerByte", measured.bitsPerByte());
    result.put("perplexity", measured.perplexity());
    result.put("tokens", measured.tokens());
    result.put("bytes", measured.bytes());
    result.put("nats", measured.nats());
    result.put("natsPerChunk", measured.natsPerChunk());
    output.result(result);
  }
}
