package dev.setun.model.fuzz;

import dev.setun.model.tokenizer.ByteAlphabet;
import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.model.tokenizer.TokenizerJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// tokenizer.json: reads it and encodes a short text.
final class TokenizerTarget implements FuzzTarget {
  /// The form of Llama 2.
  static final String WITH_BYTE_FALLBACK =
      """
      {"added_tokens":[{"id":1,"content":"<s>","special":true},
      {"id":2,"content":"</s>","special":true}],
      "normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"\u2581"},
      {"type":"Replace","pattern":{"String":" "},"content":"\u2581"}]},
      "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}}]},
      "model":{"type":"BPE","byte_fallback":true,"unk_token":"<unk>",
      "vocab":{"<unk>":0,"<s>":1,"</s>":2,"\u2581":3,"a":4,"b":5,"ab":6},"merges":["a b"]}}
      """;

  private static final List<byte[]> WORDS =
      Stream.concat(
              JsonWords.ALL.stream(),
              Stream.of(
                      "\"Sequence\"",
                      "\"ByteLevel\"",
                      "\"Split\"",
                      "\"Digits\"",
                      "\"Punctuation\"",
                      "\"Regex\":\"\\\\p{L}+\"",
                      "\"Isolated\"",
                      "\"invert\":true,",
                      "\"lstrip\":true,",
                      "\"byte_fallback\":true,",
                      "\"ignore_merges\":true,",
                      "[\"a\",\"b\"]",
                      "\"<0x41>\":7,")
                  .map(word -> word.getBytes(StandardCharsets.UTF_8)))
          .toList();

  @Override
  public String name() {
    return "tokenizer.json";
  }

  @Override
  public List<byte[]> seeds() {
    return Stream.of(WITH_BYTE_FALLBACK, byteLevel())
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static String byteLevel() {
    String letters =
        IntStream.range(0, 256)
            .filter(value -> value != '"' && value != '\\')
            .mapToObj(value -> "\"" + ByteAlphabet.encode((byte) value) + "\":" + value)
            .collect(Collectors.joining(","));
    return """
    {"added_tokens":[{"id":257,"content":"<|end|>","special":true,"lstrip":false}],
    "normalizer":null,
    "pre_tokenizer":{"type":"Sequence","pretokenizers":[
    {"type":"Split","pattern":{"Regex":"\\\\p{N}{1,3}| ?\\\\p{L}+"},"behavior":"Isolated","invert":false},
    {"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},
    "model":{"type":"BPE","vocab":{"\\"":34,"\\\\":92,%s,"ab":256},"merges":[["a","b"]]}}
    """
        .replace("%s", letters);
  }

  @Override
  public List<Field> fields(byte[] input) {
    return List.of();
  }

  @Override
  public List<byte[]> words() {
    return WORDS;
  }

  @Override
  public byte[] repair(byte[] input, RandomGenerator random) {
    return input;
  }

  /// A tree of JSON, tables for 258 tokens, and the patterns of regular expressions.
  @Override
  public long constantBytes() {
    return 1 << 20;
  }

  @Override
  public long read(byte[] input) {
    Tokenizer tokenizer = TokenizerJson.parse("fuzz", input);
    return tokenizer.size() * 100L + tokenizer.encode("ab 12 \u00e4").length;
  }
}
