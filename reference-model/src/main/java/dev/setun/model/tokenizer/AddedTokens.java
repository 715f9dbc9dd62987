package dev.setun.model.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds added tokens in a text: the leftmost, and of several that begin there the longest.
final class AddedTokens {
  /// By the first letter, the longest first, so that a text is read once and hardly anything is
  /// compared.
  private final Map<Character, List<AddedToken>> byFirst = new HashMap<>();

  /// @param written how a token is written in the texts to be searched
  AddedTokens(List<AddedToken> tokens, UnaryOperator<String> written) {
    for (AddedToken token : tokens) {
      String text = written.apply(token.text());
      if (!text.isEmpty()) {
        byFirst
            .computeIfAbsent(text.charAt(0), _ -> new ArrayList<>())
            .add(
                new AddedToken(
                    token.id(), text, token.normalized(), token.stripLeft(), token.stripRight()));
      }
    }
    Comparator<AddedToken> order =
        Comparator.comparingInt((AddedToken token) -> token.text().length())
            .reversed()
            .thenComparingInt(AddedToken::id);
    byFirst.values().forEach(sameFirst -> sameFirst.sort(order));
  }

  /// Tells the parts of a text in their order.
  ///
  /// @param texts told the text between tokens, never empty
  /// @param ids told the tokens
  void split(String text, Consumer<String> texts, IntConsumer ids) {
    int end = 0;
    int position = byFirst.isEmpty() ? text.length() : 0;
    while (position < text.length()) {
      AddedToken token = at(text, position);
      if (token == null) {
        position++;
        continue;
      }
      int start = token.stripLeft() ? blanksBefore(text, end, position) : position;
      if (start > end) {
        texts.accept(text.substring(end, start));
      }
      ids.accept(token.id());
      position += token.text().length();
      end = token.stripRight() ? blanksBehind(text, position) : position;
      position = end;
    }
    if (end < text.length()) {
      texts.accept(text.substring(end));
    }
  }

  private @Nullable AddedToken at(String text, int position) {
    for (AddedToken token : byFirst.getOrDefault(text.charAt(position), List.of())) {
      if (text.startsWith(token.text(), position)) {
        return token;
      }
    }
    return null;
  }

  private static int blanksBefore(String text, int least, int position) {
    int start = position;
    while (start > least && isBlank(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static int blanksBehind(String text, int position) {
    int end = position;
    while (end < text.length() && isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /// The property White_Space of Unicode, which is not Java's white space (that has U+001C to
  /// U+001F and has not U+0085 and the blanks that do not break). All of it is in the basic plane.
  private static boolean isBlank(char letter) {
    return letter >= '\t' && letter <= '\r' || letter == 0x85 || Character.isSpaceChar(letter);
  }
}
