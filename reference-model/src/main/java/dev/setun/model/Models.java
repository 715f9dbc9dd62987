package dev.setun.model;

import dev.setun.model.gguf.GgufFile;
import dev.setun.model.gguf.GgufModel;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.safetensors.HfFolder;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/// Finds and loads models.
public final class Models {
  /// The embedded model.
  public static final String BARD = "bard";

  private Models() {}

  /// Loads a model, a GGUF file with [GgufOptions#DEFAULT].
  ///
  /// @throws InputException if there is no such model, or it cannot be used
  public static Model load(String nameOrPath) throws IOException {
    return load(nameOrPath, GgufOptions.DEFAULT);
  }

  /// Loads a model. The weights of a file stay in it; it is mapped and must not change while the
  /// model is used.
  ///
  /// @param nameOrPath `bard`, a GGUF file, or a folder with config.json, tokenizer.json and
  ///   model.safetensors
  /// @param options what a GGUF file does not say about itself
  /// @throws InputException if there is no such model, or it cannot be used
  public static Model load(String nameOrPath, GgufOptions options) throws IOException {
    if (nameOrPath.equals(BARD)) {
      return HfFolder.parse(
          BARD, resource("config.json"), resource("tokenizer.json"), resource("model.safetensors"));
    }
    Path path = path(nameOrPath);
    if (!Files.exists(path)) {
      throw new InputException(
          nameOrPath, "expected bard, a GGUF file or a model folder, found no such file or folder");
    }
    return Files.isDirectory(path)
        ? HfFolder.load(path)
        : GgufModel.load(GgufFile.open(path, options));
  }

  /// The files of `bard`, by name, as they are embedded.
  public static SequencedMap<String, byte[]> bardFiles() throws IOException {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      files.put(name, resource(name));
    }
    return files;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InputException(text, "expected bard or the path of a file or folder", e);
    }
  }

  /// The text that `bard` is validated on: the last 5 % of its corpus, not seen in training.
  public static byte[] bardValidationText() throws IOException {
    return resource("validation.txt");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = Models.class.getResourceAsStream("bard/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }
}
