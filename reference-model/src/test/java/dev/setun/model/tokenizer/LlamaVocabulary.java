package dev.setun.model.tokenizer;

import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A vocabulary of the form of Llama 2 with ten pieces of several characters, in the three forms of
/// files: unknown, begin and end; the 256 bytes; pieces by falling score; two added tokens as the
/// 1bitLLM models have them.
final class LlamaVocabulary {
  static final int FIRST_BYTE = 3;
  static final List<String> NORMAL =
      List.of(
          "▁a", "he", "▁t", "▁the", "el", "▁he", "lo", "llo", "▁", "a", "e", "h", "l", "o", "t");
  static final int PAD = FIRST_BYTE + 256 + NORMAL.size();
  static final int LINE = PAD + 1;

  private LlamaVocabulary() {}

  static int id(String piece) {
    return FIRST_BYTE + 256 + NORMAL.indexOf(piece);
  }

  /// Without the added tokens.
  static List<String> pieces() {
    List<String> pieces = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    IntStream.range(0, 256).forEach(value -> pieces.add("<0x%02X>".formatted(value)));
    pieces.addAll(NORMAL);
    return pieces;
  }

  static float score(int id) {
    return Math.min(0, FIRST_BYTE + 256 - id);
  }

  static int type(int id) {
    return id == 0 ? 2 : id < FIRST_BYTE ? 3 : id < FIRST_BYTE + 256 ? 6 : 1;
  }

  static Tokenizer gguf() {
    List<String> tokens = pieces();
    List<Integer> types =
        new ArrayList<>(IntStream.range(0, PAD).map(LlamaVocabulary::type).boxed().toList());
    tokens.addAll(List.of("<pad>", "</line>"));
    types.addAll(List.of(3, 4));
    float[] scores = new float[tokens.size()];
    for (int id = 0; id < scores.length; id++) {
      scores[id] = id < PAD ? score(id) : -1000;
    }
    return TokenizerGguf.sentencePiece("llama.gguf", tokens, scores, types, true);
  }

  /// tokenizer.model; the added tokens are in another file.
  static byte[] protobuf() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int id = 0; id < PAD; id++) {
      ByteArrayOutputStream piece = new ByteArrayOutputStream();
      bytes(piece, 1, pieces().get(id).getBytes(StandardCharsets.UTF_8));
      piece.write(2 << 3 | 5);
      piece.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(score(id)).array());
      // A normal piece says no type, as SentencePiece writes it.
      if (type(id) != 1) {
        piece.writeBytes(new byte[] {3 << 3, (byte) type(id)});
      }
      bytes(file, 1, piece.toByteArray());
    }
    // Trainer: BPE (field 3), byte fallback (35), a file name (1) that is of no concern.
    bytes(file, 2, new byte[] {1 << 3 | 2, 1, 'x', 3 << 3, 2, (byte) 0x98, 2, 1});
    // Normaliser: a name (1), blank in front (3), blanks are kept (4).
    bytes(file, 3, new byte[] {1 << 3 | 2, 2, 'i', 'd', 3 << 3, 1, 4 << 3, 0});
    return file.toByteArray();
  }

  static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    out.write(field << 3 | 2);
    int length = value.length;
    for (; length > 127; length >>>= 7) {
      out.write(length & 127 | 128);
    }
    out.write(length);
    out.writeBytes(value);
  }

  /// tokenizer.json.
  ///
  /// @param normalized of the begin token
  static ObjectNode json(boolean normalized) {
    ObjectNode root = Json.object();
    ArrayNode added = root.putArray("added_tokens");
    List<String> pieces = pieces();
    for (int id = 0; id < FIRST_BYTE; id++) {
      add(added, id, pieces.get(id), true, normalized && id == 1);
    }
    add(added, PAD, "<pad>", true, false);
    add(added, LINE, "</line>", false, false);
    ObjectNode normalizer = root.putObject("normalizer").put("type", "Sequence");
    ArrayNode steps = normalizer.putArray("normalizers");
    steps.addObject().put("type", "Prepend").put("prepend", "▁");
    ObjectNode replace = steps.addObject().put("type", "Replace");
    replace.putObject("pattern").put("String", " ");
    replace.put("content", "▁");
    root.putNull("pre_tokenizer");
    ObjectNode processor = root.putObject("post_processor").put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    single.addObject().putObject("SpecialToken").put("id", "<s>");
    single.addObject().putObject("Sequence").put("id", "A");
    ObjectNode model = root.putObject("model").put("type", "BPE").put("unk_token", "<unk>");
    model.put("fuse_unk", true).put("byte_fallback", true);
    ObjectNode vocab = model.putObject("vocab");
    for (int id = 0; id < PAD; id++) {
      vocab.put(pieces.get(id), id);
    }
    ArrayNode merges = model.putArray("merges");
    for (String piece : NORMAL) {
      for (int at = 1; at < piece.length(); at++) {
        if (NORMAL.contains(piece.substring(0, at)) && NORMAL.contains(piece.substring(at))) {
          merges.add(piece.substring(0, at) + " " + piece.substring(at));
        }
      }
    }
    return root;
  }

  private static void add(
      ArrayNode added, int id, String content, boolean special, boolean normalized) {
    added
        .addObject()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", normalized)
        .put("special", special);
  }

  static Tokenizer json() {
    return parse(json(false));
  }

  static Tokenizer parse(ObjectNode root) {
    return TokenizerJson.parse(
        "tokenizer.json", Json.compact(root).getBytes(StandardCharsets.UTF_8));
  }

  static Tokenizer model() {
    return SentencePieceFile.parse(
        "tokenizer.model",
        protobuf(),
        java.util.Map.of(PAD, "<pad>", LINE, "</line>"),
        List.of(PAD));
  }
}
