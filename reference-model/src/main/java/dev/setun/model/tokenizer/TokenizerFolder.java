package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Picks and reads the tokenizer of a model folder: tokenizer.json, or where there is none
/// tokenizer.model with added_tokens.json. What tokenizer_config.json, chat_template.jinja,
/// generation_config.json and config.json say about its use goes with it.
public final class TokenizerFolder {
  private static final long MOST_BYTES = 1L << 28;
  private static final String JSON = "tokenizer.json";
  private static final String PIECES = "tokenizer.model";

  private final Path folder;
  private final JsonNode settings;

  private TokenizerFolder(Path folder) throws IOException {
    this.folder = folder;
    this.settings = json("tokenizer_config.json");
  }

  /// @throws InputException if there is no tokenizer, or one that cannot be used
  public static Tokenizer load(Path folder) throws IOException {
    TokenizerFolder files = new TokenizerFolder(folder);
    Tokenizer tokenizer = files.tokenizer();
    return tokenizer.with(folder.toString(), files.conventions(tokenizer.conventions()));
  }

  /// What the tokenizer of a folder is made of. The pieces of a tokenizer.json of the form of Llama
  /// 2 have no scores, so that tokenizer.model must be beside it.
  ///
  /// @throws InputException if there is no tokenizer, or one that GGUF has no place for
  public static TokenizerLists lists(Path folder) throws IOException {
    TokenizerFolder files = new TokenizerFolder(folder);
    Optional<byte[]> json = files.read(JSON);
    if (json.isPresent() && !TokenizerJson.hasByteFallback(files.name(JSON), json.get())) {
      return TokenizerJson.lists(files.name(JSON), json.get());
    }
    byte[] model =
        files
            .read(PIECES)
            .orElseThrow(() ->
                new InputException(
                    files.name(PIECES),
                    "expected this file, which has the scores of the pieces, found none"));
    return files.withAdded(
        (added, specials) -> SentencePieceFile.lists(files.name(PIECES), model, added, specials));
  }

  private Tokenizer tokenizer() throws IOException {
    Optional<byte[]> json = read(JSON);
    if (json.isPresent()) {
      return TokenizerJson.parse(name(JSON), json.get());
    }
    Optional<byte[]> model = read(PIECES);
    if (model.isEmpty()) {
      throw new InputException(name(JSON), "expected this file or tokenizer.model, found none");
    }
    byte[] bytes = model.get();
    return withAdded(
        (added, specials) -> SentencePieceFile.parse(name(PIECES), bytes, added, specials));
  }

  /// What is made of the tokens of added_tokens.json, by id, and of the ids of those that are
  /// special.
  private <T> T withAdded(BiFunction<Map<Integer, String>, List<Integer>, T> made)
      throws IOException {
    Map<Integer, String> added = new TreeMap<>();
    List<Integer> specials = new ArrayList<>();
    Set<String> specialTexts = specialTexts();
    for (Map.Entry<String, JsonNode> token : json("added_tokens.json").properties()) {
      int id = token.getValue().asInt(-1);
      added.put(id, token.getKey());
      if (specialTexts.contains(token.getKey())) {
        specials.add(id);
      }
    }
    return made.apply(added, specials);
  }

  /// What tokenizer_config.json calls the begin, end, unknown and padding token.
  private Set<String> specialTexts() {
    Set<String> texts = new HashSet<>();
    for (String key : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
      JsonNode token = settings.path(key);
      texts.add(token.isObject() ? token.path("content").asString("") : token.asString(""));
    }
    for (JsonNode token : settings.path("added_tokens_decoder")) {
      if (token.path("special").asBoolean(false)) {
        texts.add(token.path("content").asString(""));
      }
    }
    return texts;
  }

  private Conventions conventions(Conventions ofTokenizer) throws IOException {
    JsonNode begins = settings.path("add_bos_token");
    Set<Integer> ends = new TreeSet<>(endTokens(json("generation_config.json")));
    ends.addAll(endTokens(json("config.json")));
    Conventions result =
        ofTokenizer
            .withBegin(begins.isBoolean() ? begins.asBoolean() : ofTokenizer.beginsText())
            .withEndTokens(ends);
    Optional<String> template =
        read("chat_template.jinja").map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    return template.or(this::settingsTemplate).map(result::withChatTemplate).orElse(result);
  }

  /// One template, or several with names, of which `default` is taken.
  private Optional<String> settingsTemplate() {
    JsonNode node = settings.path("chat_template");
    Stream<JsonNode> named =
        node.valueStream().filter(entry -> entry.path("name").asString("").equals("default"));
    return Stream.concat(Stream.of(node), named.map(entry -> entry.path("template")))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .findFirst();
  }

  /// `eos_token_id` is an id, a list of ids, or not there.
  private static Set<Integer> endTokens(JsonNode config) {
    JsonNode node = config.path("eos_token_id");
    Set<Integer> ids = new TreeSet<>();
    Stream.concat(Stream.of(node), node.valueStream())
        .filter(JsonNode::isIntegralNumber)
        .forEach(id -> ids.add(id.asInt(-1)));
    return ids;
  }

  private JsonNode json(String file) throws IOException {
    Optional<byte[]> text = read(file);
    return text.isPresent() ? Json.read(name(file), text.get()) : Json.object();
  }

  private Optional<byte[]> read(String file) throws IOException {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    long bytes = Files.size(path);
    if (bytes > MOST_BYTES) {
      throw new InputException(
          path.toString(), "expected at most " + MOST_BYTES + " bytes, found " + bytes);
    }
    return Optional.of(Files.readAllBytes(path));
  }

  private String name(String file) {
    return folder.resolve(file).toString();
  }
}
