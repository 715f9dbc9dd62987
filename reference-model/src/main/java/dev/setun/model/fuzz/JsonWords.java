package dev.setun.model.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Pieces of JSON.
final class JsonWords {
  static final List<byte[]> ALL =
      Stream.of(
              "{",
              "}",
              "[",
              "]",
              "\"",
              ":",
              ",",
              "\\u0000",
              "null",
              "true",
              "-1",
              "0.5",
              "1e999",
              "9223372036854775807",
              "18446744073709551616",
              "[[[[[[[[",
              "{\"a\":{\"a\":")
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toList();

  private JsonWords() {}
}
