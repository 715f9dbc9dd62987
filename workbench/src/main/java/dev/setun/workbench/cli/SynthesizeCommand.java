package dev.setun.workbench.cli;

import dev.setun.model.family.ModelFamilies;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.family.Weights;
import dev.setun.model.gguf.LinearFormat;
import dev.setun.model.synthesis.Synthesis;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun model synthesize`: a GGUF file of a published shape with random weights.
@Command(
    name = "synthesize",
    description = "Writes a GGUF file of a published shape and vocabulary with random weights.")
final class SynthesizeCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private TlConfigOption tiles = new TlConfigOption();

  @Option(names = "--shape", description = "A ternary family; --list shows all.")
  private Optional<String> shape = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.gguf",
      description = "The file to write.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--packing",
      description =
          "Of the linears: i2_s, i2_s-arm, tq1_0, tq2_0, tl1, tl2, f16, bf16 or f32 (default:"
              + " ${DEFAULT-VALUE}).")
  private String packing = "i2_s";

  @Option(
      names = "--embedding",
      description = "f16, bf16, f32, q8_0 or q6_k (default: ${DEFAULT-VALUE}).")
  private String embedding = "f16";

  @Option(
      names = "--zeros",
      description = "Share of the ternary weights that are 0 (default: ${DEFAULT-VALUE}).")
  private double zeros = 0.33;

  @Option(names = "--seed", description = "Seed of the weights (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--layers", description = "Layers, if not those of the shape.")
  private Optional<Integer> layers = Optional.empty();

  @Option(
      names = {"-t", "--threads"},
      description = "Threads; they change no byte (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Option(names = "--list", description = "Show the shapes and the packings that hold them.")
  private boolean list;

  @Override
  public Integer call() throws IOException {
    if (list) {
      list();
      return ExitCode.DONE.code();
    }
    ModelFamily family =
        ModelFamilies.named(
            shape.orElseThrow(() -> new InputException("--shape", "expected a name, found none")));
    Path target = file.orElseThrow(() -> new InputException("-o", "expected a file, found none"));
    if (threads < 1 || threads > 64) {
      throw new InputException("--threads", "expected 1..64, found " + threads);
    }
    Synthesis synthesis =
        new Synthesis(
            family,
            layers.orElse(family.layers()),
            LinearFormat.parse("--packing", packing),
            tiles.kernels(),
            EmbeddingType.parse(embedding),
            zeros,
            seed);
    long start = System.nanoTime();
    Progress progress = new Progress();
    synthesis
        .file()
        .write(
            target,
            force ? Overwrite.REPLACE : Overwrite.REFUSE,
            threads,
            share -> progress.accept("writing " + target, share));
    progress.end();
    report(synthesis, target, (System.nanoTime() - start) / 1e9);
    return ExitCode.DONE.code();
  }

  private void report(Synthesis synthesis, Path target, double seconds) throws IOException {
    long bytes = Files.size(target);
    output.text(
        String.format(
            Locale.ROOT, "%s: %,d bytes of random weights in %.1f s", target, bytes, seconds));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("file", target.toString());
    result.put("shape", synthesis.family().name());
    result.put("layers", synthesis.layers());
    result.put("packing", synthesis.format().label());
    result.put("embedding", synthesis.embedding().label());
    result.put("seed", synthesis.seed());
    result.put("fileBytes", bytes);
    result.put("seconds", seconds);
    output.result(result);
  }

  private void list() {
    TlKernelConfig given = tiles.kernels();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ModelFamily family : ModelFamilies.all()) {
      if (family.weights() != Weights.TERNARY) {
        continue;
      }
      List<String> holding = new ArrayList<>();
      Map<String, String> obstacles = new LinkedHashMap<>();
      for (LinearFormat format : LinearFormat.values()) {
        Optional<String> obstacle =
            Synthesis.obstacle(family, format, kernels(given, family, format));
        obstacle.ifPresentOrElse(
            why -> obstacles.put(format.label(), why), () -> holding.add(format.label()));
      }
      output.text(String.format(Locale.ROOT, "%-16s %s", family.name(), String.join(" ", holding)));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("shape", family.name());
      row.put("packings", holding);
      row.put("obstacles", obstacles);
      rows.add(row);
    }
    output.result(Map.of("shapes", rows));
  }

  /// Those that were given, or a preset that has the family's shapes.
  private static TlKernelConfig kernels(
      TlKernelConfig given, ModelFamily family, LinearFormat format) {
    if (!given.equals(TlKernelConfig.NONE)) {
      return given;
    }
    for (TlKernelConfig.Preset preset : TlKernelConfig.Preset.values()) {
      if (Synthesis.obstacle(family, format, preset.config()).isEmpty()) {
        return preset.config();
      }
    }
    return given;
  }
}
