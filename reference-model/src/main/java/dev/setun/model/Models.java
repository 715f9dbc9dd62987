package dev.setun.model;

import dev.setun.model.safetensors.HfFolder;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/// Finds and loads models.
public final class Models {
  /// The embedded model.
  public static final String BARD = "bard";

  private Models() {}

  /// Loads a model.
  ///
  /// @param nameOrPath `bard`, or a folder with config.json, tokenizer.json and model.safetensors
  ///   The weights of a folder stay in the file, which is mapped: it must not change while the
  ///   model is used.
  ///
  /// @throws InputException if there is no such model, or it cannot be used
  public static Model load(String nameOrPath) throws IOException {
    if (nameOrPath.equals(BARD)) {
      return HfFolder.parse(
          BARD, resource("config.json"), resource("tokenizer.json"), resource("model.safetensors"));
    }
    Path path = path(nameOrPath);
    if (!Files.exists(path)) {
      throw new InputException(
          nameOrPath, "expected bard or a model folder, found no such file or folder");
    }
    if (!Files.isDirectory(path)) {
      throw new InputException(
          nameOrPath,
          isGguf(path)
              ? "expected a folder with config.json and model.safetensors, found a GGUF file, which"
                  + " this version does not read"
              : "expected a folder with config.json and model.safetensors, found a file");
    }
    return HfFolder.load(path);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InputException(text, "expected bard or the path of a folder", e);
    }
  }

  private static boolean isGguf(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return new String(stream.readNBytes(4), StandardCharsets.US_ASCII).equals("GGUF");
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
