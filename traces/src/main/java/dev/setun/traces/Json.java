package dev.setun.traces;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON with one form: keys in the order in which they were put, two spaces a level, LF, and each
/// number as the shortest digits that read back as the same number.
///
/// Trees, not reflection: what a file holds is written where the file is written, and no package
/// has to be opened to a library.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectWriter PRETTY = MAPPER.writer().with(printer());
  private static final ObjectWriter COMPACT = MAPPER.writer();

  private Json() {}

  /// An empty object.
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// An empty array.
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /// The text for people and files: indented, with a line feed at the end.
  ///
  /// @throws IllegalArgumentException if a number in it is not finite, which JSON cannot say
  public static String indented(JsonNode tree) {
    requireFinite(tree, "");
    return PRETTY.writeValueAsString(tree) + "\n";
  }

  /// The text on one line, without a line feed.
  ///
  /// @throws IllegalArgumentException if a number in it is not finite
  public static String compact(JsonNode tree) {
    requireFinite(tree, "");
    return COMPACT.writeValueAsString(tree);
  }

  /// The indented text as the content of a file.
  public static AtomicFile.Content file(JsonNode tree) {
    byte[] text = indented(tree).getBytes(StandardCharsets.UTF_8);
    return out -> out.write(text);
  }

  /// Reads a JSON file.
  ///
  /// @param mostBytes a longer file is refused before it is read
  /// @throws InputException if it is too long, no JSON, or has a key twice in one object
  public static JsonNode read(Path file, long mostBytes) throws IOException {
    long bytes = Files.size(file);
    if (bytes > mostBytes) {
      throw new InputException(
          file.toString(), "expected at most " + mostBytes + " bytes, found " + bytes);
    }
    return read(file.toString(), Files.readAllBytes(file));
  }

  /// Reads JSON that is in memory.
  ///
  /// @param where its name in an error
  /// @throws InputException if it is no JSON, or has a key twice in one object
  public static JsonNode read(String where, byte[] text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      if (tree.isMissingNode()) {
        throw new InputException(where, "expected JSON, found nothing");
      }
      return tree;
    } catch (JacksonException e) {
      TokenStreamLocation location = e.getLocation();
      String at =
          location == null
              ? where
              : where + ": line " + location.getLineNr() + ", column " + location.getColumnNr();
      throw new InputException(at, "expected JSON, found: " + e.getOriginalMessage(), e);
    }
  }

  private static void requireFinite(JsonNode tree, String path) {
    if (tree.isNumber() && !Double.isFinite(tree.doubleValue()) && !tree.isBigInteger()) {
      throw new IllegalArgumentException(path + ": expected a finite number, found " + tree);
    }
    for (var entry : tree.properties()) {
      requireFinite(entry.getValue(), path + "." + entry.getKey());
    }
    if (tree.isArray()) {
      for (int i = 0; i < tree.size(); i++) {
        requireFinite(tree.get(i), path + "[" + i + "]");
      }
    }
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
  }
}
