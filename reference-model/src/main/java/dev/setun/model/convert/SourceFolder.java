package dev.setun.model.convert;

import dev.setun.model.Models;
import dev.setun.model.tokenizer.TokenizerFolder;
import dev.setun.model.tokenizer.TokenizerJson;
import dev.setun.model.tokenizer.TokenizerLists;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import tools.jackson.databind.node.ObjectNode;

/// The files of a folder beside its weights: of a folder that is there, or of `bard`.
///
/// @param name `bard` or a path
record SourceFolder(String name) {
  private static final String CONFIG = "config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final long MOST_BYTES = 1L << 28;

  /// What a folder of the same model has as it is.
  private static final List<String> COPIED =
      List.of(
          TOKENIZER,
          "tokenizer.model",
          "added_tokens.json",
          "special_tokens_map.json",
          "tokenizer_config.json",
          "chat_template.jinja",
          "generation_config.json");

  private boolean embedded() {
    return name.equals(Models.BARD);
  }

  /// @throws InputException if it is no object
  ObjectNode config() throws IOException {
    Path file = Path.of(name, CONFIG);
    var tree =
        embedded()
            ? Json.read(CONFIG, Objects.requireNonNull(Models.bardFiles().get(CONFIG)))
            : Json.read(file, MOST_BYTES);
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new InputException(
        file.toString(), "expected a JSON object, found " + tree.getNodeType());
  }

  /// The files of the tokenizer, by name.
  SequencedMap<String, byte[]> tokenizer() throws IOException {
    Map<String, byte[]> embedded = embedded() ? Models.bardFiles() : Map.of();
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    for (String file : COPIED) {
      byte[] bytes = embedded.get(file);
      if (bytes != null) {
        files.put(file, bytes);
      } else if (!embedded() && Files.isRegularFile(Path.of(name, file))) {
        files.put(file, Files.readAllBytes(Path.of(name, file)));
      }
    }
    return files;
  }

  /// What the tokenizer is made of.
  ///
  /// @throws InputException if GGUF has no place for it
  TokenizerLists lists() throws IOException {
    return embedded()
        ? TokenizerJson.lists(name, Objects.requireNonNull(Models.bardFiles().get(TOKENIZER)))
        : TokenizerFolder.lists(Path.of(name));
  }
}
