package dev.setun.workbench.cli;

import dev.setun.model.gguf.GgufConversion;
import dev.setun.model.gguf.GgufFile;
import dev.setun.model.gguf.LinearFormat;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
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

/// `setun model convert`: the linears of a GGUF file in another packing.
@Command(
    name = "convert",
    description = {
      "Writes a GGUF file with its linears in another packing, and loses nothing unless told to.",
      "--i2s-layout and --gguf-dialect are about the source, --tl-config about both."
    })
final class ConvertCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private GgufOption ggufOption = new GgufOption();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE.gguf",
      required = true,
      description = "The file to read.")
  private Path source = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.gguf",
      required = true,
      description = "The file to write.")
  private Path target = Path.of("");

  @Option(
      names = "--packing",
      required = true,
      description = "Of the linears: i2_s, i2_s-arm, tq1_0, tq2_0, tl1, tl2, f16, bf16 or f32.")
  private String packing = "";

  @Option(
      names = "--embedding",
      description = "f16, bf16, f32, q8_0 or q6_k (default: as in the source).")
  private Optional<String> embedding = Optional.empty();

  @Option(
      names = "--round",
      description = "Round scales and the embedding to what holds them, instead of refusing.")
  private boolean round;

  @Option(
      names = {"-t", "--threads"},
      description = "Threads; they change no byte (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    if (threads < 1 || threads > 64) {
      throw new InputException("--threads", "expected 1..64, found " + threads);
    }
    if (Files.exists(target) && Files.exists(source) && Files.isSameFile(source, target)) {
      throw new InputException("-o", "expected another file than the source, found " + target);
    }
    var options = ggufOption.options();
    LinearFormat format = LinearFormat.parse("--packing", packing);
    GgufFile file = GgufFile.open(source, options);
    var conversion =
        new GgufConversion(
            file,
            format,
            options.kernels(),
            embedding.map(EmbeddingType::parse),
            round ? ScaleRounding.TO_BINARY16 : ScaleRounding.EXACT);
    Overwrite overwrite = force ? Overwrite.REPLACE : Overwrite.REFUSE;
    long start = System.nanoTime();
    Progress progress = new Progress();
    try {
      progress.step("checking " + source);
      conversion
          .file()
          .write(target, overwrite, threads, share -> progress.accept("writing " + target, share));
    } finally {
      progress.end();
    }
    report(file, format, (System.nanoTime() - start) / 1e9);
    return ExitCode.DONE.code();
  }

  private void report(GgufFile file, LinearFormat format, double seconds) throws IOException {
    long bytes = Files.size(target);
    output.text(
        String.format(
            Locale.ROOT,
            "%s: linears in %s, %,d bytes (%s: %,d) in %.1f s%s",
            target,
            format.label(),
            bytes,
            source,
            file.byteSize(),
            seconds,
            round ? "; rounding was allowed" : "; every weight and scale is the same"));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", source.toString());
    result.put("file", target.toString());
    result.put("packing", format.label());
    result.put("sourceBytes", file.byteSize());
    result.put("fileBytes", bytes);
    result.put("roundingAllowed", round);
    result.put("seconds", seconds);
    output.result(result);
  }
}
