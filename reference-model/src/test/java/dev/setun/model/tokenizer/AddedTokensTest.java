package dev.setun.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddedTokensTest {
  private static List<String> parts(String text, AddedToken... tokens) {
    List<String> parts = new ArrayList<>();
    new AddedTokens(List.of(tokens), written -> written)
        .split(text, part -> parts.add("'" + part + "'"), id -> parts.add("#" + id));
    return parts;
  }

  private static AddedToken token(int id, String text) {
    return new AddedToken(id, text, false, false, false);
  }

  @Test
  void theLeftmostAndOfThoseTheLongestIsFound() {
    AddedToken[] tokens = {token(1, "ab"), token(2, "abc"), token(3, "cd"), token(4, "")};
    assertThat(parts("xabcd", tokens)).containsExactly("'x'", "#2", "'d'");
    assertThat(parts("abd cd", tokens)).containsExactly("#1", "'d '", "#3");
    assertThat(parts("abab", tokens)).containsExactly("#1", "#1");
    assertThat(parts("", tokens)).isEmpty();
    assertThat(parts("x")).containsExactly("'x'");
  }

  @Test
  void aTokenTakesTheWhiteSpaceThatItIsToldTo() {
    AddedToken left = new AddedToken(1, "<l>", false, true, false);
    AddedToken right = new AddedToken(2, "<r>", false, false, true);
    assertThat(parts("a \n<l> b", left)).containsExactly("'a'", "#1", "' b'");
    assertThat(parts("a <r>\u00a0\n b", right)).containsExactly("'a '", "#2", "'b'");
    // White space that one token has taken is not there for the next.
    assertThat(parts("<r>  <l>  ", left, right)).containsExactly("#2", "#1", "'  '");
    assertThat(parts("  <l>", left)).containsExactly("#1");
  }

  /// Ids of Hugging Face's tokenizers for such a token say so: the separators U+001C to U+001F are
  /// white space for Java, but not for Unicode.
  @Test
  void whiteSpaceIsThatOfUnicode() {
    AddedToken both = new AddedToken(1, "<b>", false, true, true);
    for (char blank : "\t\n\u000b\f\r \u0085\u00a0\u1680\u2007\u2028\u202f\u3000".toCharArray()) {
      assertThat(parts("a" + blank + "<b>" + blank + "c", both))
          .containsExactly("'a'", "#1", "'c'");
    }
    for (char other : "\u001c\u001d\u001e\u001f\u200b\ufeff".toCharArray()) {
      assertThat(parts("a" + other + "<b>" + other + "c", both))
          .containsExactly("'a" + other + "'", "#1", "'" + other + "c'");
    }
  }
}
