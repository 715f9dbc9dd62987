package dev.setun.accel.design;

import dev.setun.traces.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Design files: YAML in, YAML out, and the designs that are shipped.
public final class Designs {
  private static final List<String> SHIPPED = List.of("edge-16x16", "edge-16x16-wide");
  private static final int LARGEST_FILE_BYTES = 1 << 20;
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonNode NOTHING = MissingNode.getInstance();

  private Designs() {}

  /// Names of the shipped designs.
  public static List<String> shipped() {
    return SHIPPED;
  }

  /// Loads a shipped design by its name, or a design file by its path.
  ///
  /// @throws InputException if there is neither, or the file is not a design: one line with the
  ///   file's name, the dotted key, what is expected and what was found
  public static Design load(String nameOrPath) {
    if (SHIPPED.contains(nameOrPath)) {
      return parse(nameOrPath + ".yaml", shippedText(nameOrPath));
    }
    Path file;
    try {
      file = Path.of(nameOrPath);
    } catch (InvalidPathException e) {
      throw notFound(nameOrPath);
    }
    if (!Files.isRegularFile(file)) {
      throw notFound(nameOrPath);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE_BYTES + 1);
      if (bytes.length > LARGEST_FILE_BYTES) {
        throw new InputException(
            nameOrPath, "expected a design of at most " + LARGEST_FILE_BYTES + " bytes");
      }
      return parse(
          Objects.requireNonNullElse(file.getFileName(), file).toString(),
          new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InputException(nameOrPath, "cannot be read: " + e.getMessage(), e);
    }
  }

  /// Reads a design.
  ///
  /// @param file the name to use in messages
  /// @param text YAML
  /// @throws InputException as [#load]
  public static Design parse(String file, String text) {
    try {
      return DesignYaml.read(Design.class, tree(file, text), "");
    } catch (DesignException e) {
      throw e.in(file);
    }
  }

  /// A design as YAML with every key, in a fixed order; [#parse] gives an equal design back.
  public static String toYaml(Design design) {
    StringBuilder text = new StringBuilder();
    DesignYaml.write(design, 0, text);
    return text.toString();
  }

  private static JsonNode tree(String file, String text) {
    try (JsonParser parser = YAML.createParser(text)) {
      try {
        JsonNode tree = Objects.requireNonNullElse(YAML.readTree(parser), NOTHING);
        JsonToken more = parser.nextToken();
        if (more != null) {
          throw new InputException(file, "expected one YAML document, found another");
        }
        return tree;
      } catch (JacksonException e) {
        throw problem(file, parser, e);
      }
    }
  }

  /// One line for what the YAML parser found, with the key where it was.
  private static InputException problem(String file, JsonParser parser, JacksonException e) {
    String key = key(parser.streamReadContext().pathAsPointer());
    String original = String.valueOf(e.getOriginalMessage());
    if (original.startsWith("Duplicate")) {
      return DesignException.at(key, "key given twice"); // the caller adds the file
    }
    String line = original.lines().findFirst().orElse("");
    return new InputException(
        file, "line " + parser.currentLocation().getLineNr() + ": not YAML: " + line, e);
  }

  private static String key(JsonPointer pointer) {
    return pointer.toString().replaceFirst("^/", "").replace('/', '.');
  }

  private static InputException notFound(String nameOrPath) {
    return new InputException(
        nameOrPath,
        "expected a design file or one of the shipped designs ("
            + String.join(", ", SHIPPED)
            + "), found neither");
  }

  private static String shippedText(String name) {
    try (InputStream in = Designs.class.getResourceAsStream(name + ".yaml")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
