package dev.setun.workbench.cli;

import dev.setun.model.Models;
import dev.setun.model.convert.Conversion;
import dev.setun.model.convert.Target;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun model convert`: a model in another packing, or in the other kind of file.
@Command(
    name = "convert",
    description = {
      "Writes a model with its linears in another packing, as a GGUF file or as a Hugging Face",
      "folder, and loses nothing unless told to: the logits have the same bits.",
      "--i2s-layout and --gguf-dialect are about the source, --tl-config about both."
    })
final class ConvertCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private GgufOption ggufOption = new GgufOption();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      required = true,
      description = "A GGUF file, a safetensors folder, or bard, the embedded model.")
  private String source = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE|FOLDER",
      required = true,
      description = "The GGUF file or the folder to write.")
  private String target = "";

  @Option(
      names = "--packing",
      required = true,
      description = {
        "Of the linears. A GGUF file: i2_s, i2_s-arm, tq1_0, tq2_0, tl1, tl2, f16, bf16, f32.",
        "A folder: u8 (packed), masters-bf16, masters-f16, masters-f32."
      })
  private String packing = "";

  @Option(
      names = "--embedding",
      description = "f16, bf16, f32, and in GGUF q8_0 or q6_k (default: as in the source).")
  private Optional<String> embedding = Optional.empty();

  @Option(
      names = "--round",
      description = "Round scales and the embedding to what holds them, instead of refusing.")
  private boolean round;

  @Option(
      names = {"-t", "--threads"},
      description = "Threads; they change no byte (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--force", description = "Replace files that exist.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    if (threads < 1 || threads > 64) {
      throw new InputException("--threads", "expected 1..64, found " + threads);
    }
    Path file = Path.of(target);
    requireAnother(file);
    Target kind = Target.parse("--packing", packing);
    Conversion conversion =
        new Conversion(
            source,
            ggufOption.options(),
            kind,
            embedding.map(EmbeddingType::parse),
            round ? ScaleRounding.TO_BINARY16 : ScaleRounding.EXACT);
    Overwrite overwrite = force ? Overwrite.REPLACE : Overwrite.REFUSE;
    long start = System.nanoTime();
    Progress progress = new Progress();
    List<String> lost;
    try {
      progress.step("checking " + source);
      lost =
          conversion.write(
              file, overwrite, threads, share -> progress.accept("writing " + target, share));
    } finally {
      progress.end();
    }
    lost.forEach(what -> System.err.println("setun: note: not in the result: " + what));
    report(kind, lost, (System.nanoTime() - start) / 1e9);
    return ExitCode.DONE.code();
  }

  private void requireAnother(Path file) throws IOException {
    if (!source.equals(Models.BARD)
        && Files.exists(file)
        && Files.exists(Path.of(source))
        && Files.isSameFile(Path.of(source), file)) {
      throw new InputException("-o", "expected another file than the source, found " + target);
    }
  }

  private void report(Target kind, List<String> lost, double seconds) throws IOException {
    long bytes = bytes(Path.of(target));
    output.text(
        String.format(
            Locale.ROOT,
            "%s: linears in %s, %,d bytes in %.1f s%s",
            target,
            kind.label(),
            bytes,
            seconds,
            round ? "; rounding was allowed" : "; every weight and scale is the same"));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", source);
    result.put("file", target);
    result.put("packing", kind.label());
    if (!source.equals(Models.BARD)) {
      result.put("sourceBytes", bytes(Path.of(source)));
    }
    result.put("fileBytes", bytes);
    result.put("roundingAllowed", round);
    result.put("notInTheResult", lost);
    result.put("seconds", seconds);
    output.result(result);
  }

  /// Of a file, or of the files of a folder.
  private static long bytes(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return Files.size(path);
    }
    long bytes = 0;
    try (var files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }
}
