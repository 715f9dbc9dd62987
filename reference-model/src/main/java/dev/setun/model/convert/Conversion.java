package dev.setun.model.convert;

import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.gguf.GgufConversion;
import dev.setun.model.gguf.GgufFile;
import dev.setun.model.gguf.GgufModel;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.gguf.LinearFormat;
import dev.setun.model.gguf.ModelGguf;
import dev.setun.model.gguf.ModelKeys;
import dev.setun.model.safetensors.ModelFolder;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tokenizer.TokenizerFiles;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/// A conversion of a model to another kind of file or another packing.
///
/// No weight, no scale and no value of the embedding changes unless rounding is allowed, so the
/// logits of source and result have the same bits; what a target cannot hold is refused.
///
/// @param source `bard`, a GGUF file or a folder
/// @param options what a GGUF file does not say about itself; the tile sizes are those of a result
///   in TL1 or TL2 too
/// @param embedding type of the embedding and of a head of its own, if not what they are
/// @param rounding whether scales and the embedding may be rounded to what holds them
public record Conversion(
    String source,
    GgufOptions options,
    Target target,
    Optional<TensorType> embedding,
    ScaleRounding rounding) {
  /// Writes the result.
  ///
  /// @param file a GGUF file, or a folder
  /// @param progress told the share of the tensor bytes that is written
  /// @return what the target has no place for and no logit of given ids depends on, a line each
  /// @throws InputException if the source is none, or the target cannot hold it
  public List<String> write(Path file, Overwrite overwrite, int threads, DoubleConsumer progress)
      throws IOException {
    boolean fromGguf = !source.equals(Models.BARD) && Files.isRegularFile(Path.of(source));
    return switch (target) {
      case Target.Gguf(LinearFormat format) when fromGguf -> {
        new GgufConversion(open(), format, options.kernels(), embedding, rounding)
            .file()
            .write(file, overwrite, threads, progress);
        yield List.of();
      }
      case Target.Gguf(LinearFormat format) -> {
        ModelGguf result =
            new ModelGguf(
                Models.load(source, options),
                new SourceFolder(source).lists(),
                format,
                options.kernels(),
                embedding,
                rounding);
        result.file().write(file, overwrite, threads, progress);
        yield result.lost();
      }
      case Target.Folder folder when fromGguf ->
          ggufToFolder(folder, file, overwrite, threads, progress);
      case Target.Folder folder -> {
        SourceFolder from = new SourceFolder(source);
        new ModelFolder(
                Models.load(source, options),
                from.config(),
                from.tokenizer(),
                folder.format(),
                scalarEmbedding(),
                rounding)
            .write(file, overwrite, threads, progress);
        yield List.of();
      }
    };
  }

  private List<String> ggufToFolder(
      Target.Folder folder, Path file, Overwrite overwrite, int threads, DoubleConsumer progress)
      throws IOException {
    GgufFile gguf = open();
    Model model = GgufModel.load(gguf);
    TokenizerFiles tokenizer =
        new TokenizerFiles(
            gguf.name(),
            GgufModel.tokenizer(gguf),
            model.tokenizer().conventions(),
            model.config().beginToken(),
            model.config().endToken());
    new ModelFolder(
            model, Json.object(), tokenizer.files(), folder.format(), scalarEmbedding(), rounding)
        .write(file, overwrite, threads, progress);
    return Stream.concat(ModelKeys.withoutPlace(gguf).stream(), tokenizer.lost().stream()).toList();
  }

  private GgufFile open() {
    return GgufFile.open(Path.of(source), options);
  }

  private Optional<ScalarType> scalarEmbedding() {
    if (embedding.isEmpty()) {
      return Optional.empty();
    }
    if (embedding.get() instanceof ScalarType scalar) {
      return Optional.of(scalar);
    }
    throw new InputException(
        "--embedding", "expected f32, f16 or bf16 in a folder, found " + embedding.get().label());
  }
}
