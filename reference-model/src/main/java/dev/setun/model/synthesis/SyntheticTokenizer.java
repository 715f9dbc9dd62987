package dev.setun.model.synthesis;

import dev.setun.model.family.ModelFamily;
import dev.setun.model.tokenizer.ByteAlphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The lists of a byte-level BPE tokenizer of exactly a family's vocabulary: the 256 bytes, then
/// strings of two, three and four letters, the first of which may be the space, and the special
/// tokens where the family has them.
///
/// Every string has a merge of all its letters but the last with the last. Where the published
/// tokenizer has more merges than that, the strings' other splits follow, up to the same number.
///
/// @param tokens by id
/// @param types `tokenizer.ggml.token_type`: 1 ordinary, 3 control
/// @param merges `left right`, the lowest rank first
@SuppressWarnings("ArrayRecordComponent") // never compared by value
public record SyntheticTokenizer(
    List<String> tokens, int[] types, List<String> merges, int begin, int end, int padding) {
  private static final int LETTERS = 26;
  private static final int NORMAL = 1;
  private static final int CONTROL = 3;

  /// Vocabulary of Llama 3 and its special tokens, which are the last (spec 4).
  private static final int LLAMA3 = 128_256;

  private static final int LLAMA3_FIRST_SPECIAL = 128_000;
  private static final int LLAMA3_MERGES = 280_147;

  /// Vocabulary of the 1bitLLM models: Llama 2 and two tokens behind it (spec 4).
  private static final int ONE_BIT_LLM = 32_002;

  /// Prime, so that the strings that are taken of a longer list have all letters.
  private static final int STRIDE = 7_919;

  /// The tokenizer of a family.
  public static SyntheticTokenizer of(ModelFamily family) {
    int vocabulary = family.vocabulary();
    String[] tokens = new String[vocabulary];
    int[] ids = putSpecials(tokens);
    int[] types = new int[vocabulary];
    for (int id = 0; id < vocabulary; id++) {
      types[id] = tokens[id] == null ? NORMAL : CONTROL;
    }
    List<String> strings = strings((int) Arrays.stream(types).filter(t -> t == NORMAL).count());
    int next = 0;
    for (int id = 0; id < vocabulary; id++) {
      if (types[id] == NORMAL) {
        tokens[id] = strings.get(next++);
      }
    }
    int merges = vocabulary == LLAMA3 ? LLAMA3_MERGES : strings.size() - 256;
    return new SyntheticTokenizer(
        List.of(tokens), types, merges(strings, merges), ids[0], ids[1], ids[2]);
  }

  /// @return the ids of begin, end and padding
  private static int[] putSpecials(String[] tokens) {
    if (tokens.length == LLAMA3) {
      int reserved = 0;
      for (int id = LLAMA3_FIRST_SPECIAL; id < LLAMA3; id++) {
        tokens[id] =
            switch (id - LLAMA3_FIRST_SPECIAL) {
              case 0 -> "<|begin_of_text|>";
              case 1 -> "<|end_of_text|>";
              case 6 -> "<|start_header_id|>";
              case 7 -> "<|end_header_id|>";
              case 9 -> "<|eot_id|>";
              default -> "<|reserved_special_token_" + reserved++ + "|>";
            };
      }
      return new int[] {LLAMA3_FIRST_SPECIAL, LLAMA3_FIRST_SPECIAL + 1, LLAMA3_FIRST_SPECIAL + 1};
    }
    tokens[0] = "<unk>";
    tokens[1] = "<s>";
    tokens[2] = "</s>";
    if (tokens.length == ONE_BIT_LLM) {
      tokens[ONE_BIT_LLM - 2] = "<pad>";
      tokens[ONE_BIT_LLM - 1] = "</line>";
      return new int[] {1, 2, ONE_BIT_LLM - 2};
    }
    return new int[] {1, 2, 2};
  }

  /// The bytes, then the strings of two letters, of three and of four, each length only when the
  /// one before is complete.
  private static List<String> strings(int count) {
    List<String> strings = new ArrayList<>(count);
    for (int value = 0; value < 256; value++) {
      strings.add(ByteAlphabet.encode((byte) value));
    }
    int size = LETTERS + 1;
    for (int length = 2; strings.size() < count; length++) {
      size *= LETTERS;
      for (int i = 0; i < size && strings.size() < count; i++) {
        strings.add(string((int) ((long) i * STRIDE % size), length));
      }
    }
    return strings;
  }

  /// The digits of a number as letters; the first may also be the space.
  private static String string(int number, int length) {
    char[] letters = new char[length];
    int rest = number;
    for (int i = length - 1; i > 0; i--) {
      letters[i] = (char) ('a' + rest % LETTERS);
      rest /= LETTERS;
    }
    letters[0] = rest == LETTERS ? ByteAlphabet.encode((byte) ' ').charAt(0) : (char) ('a' + rest);
    return new String(letters);
  }

  private static List<String> merges(List<String> strings, int count) {
    List<String> merges = new ArrayList<>(count);
    List<String> longer = strings.subList(256, strings.size());
    // A split in front of the last letter first: these build every string.
    for (int rightLetters = 1; rightLetters <= 3; rightLetters++) {
      for (String string : longer) {
        int split = string.length() - rightLetters;
        if (split > 0 && merges.size() < count) {
          merges.add(string.substring(0, split) + " " + string.substring(split));
        }
      }
    }
    return List.copyOf(merges);
  }
}
