package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step in cutting a text into words, applied to each word of the step before.
sealed interface PreTokenizer {
  /// The words of a word, none of them empty.
  List<String> split(String word);

  /// What happens to the matches of a pattern. Where a pattern is inverted, what lies between its
  /// matches takes their place.
  enum Behavior {
    /// They are left out.
    REMOVED,
    /// Each is a word.
    ISOLATED,
    /// Each is a word, neighbours together.
    CONTIGUOUS,
    /// They end the word before them.
    MERGED_WITH_PREVIOUS,
    /// They begin the word behind them.
    MERGED_WITH_NEXT
  }

  /// Cuts at the matches of a pattern.
  record Split(Pattern pattern, Behavior behavior, boolean inverted) implements PreTokenizer {
    @Override
    public List<String> split(String word) {
      List<Part> parts = parts(word);
      List<String> words = new ArrayList<>();
      StringBuilder open = new StringBuilder();
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        boolean begins = i == 0 || begins(parts.get(i - 1).match(), part.match());
        if (begins && !open.isEmpty()) {
          words.add(open.toString());
          open.setLength(0);
        }
        if (!part.match() || behavior != Behavior.REMOVED) {
          open.append(word, part.start(), part.end());
        }
      }
      if (!open.isEmpty()) {
        words.add(open.toString());
      }
      return words;
    }

    /// Whether a word begins between two parts.
    private boolean begins(boolean before, boolean here) {
      return switch (behavior) {
        case REMOVED, ISOLATED -> true;
        case CONTIGUOUS -> before != here;
        case MERGED_WITH_PREVIOUS -> before || !here;
        case MERGED_WITH_NEXT -> !before || here;
      };
    }

    /// A match or what lies between two.
    private record Part(int start, int end, boolean match) {}

    /// The regular expressions of the JDK recurse, so some overflow the stack on a long text.
    private List<Part> parts(String word) {
      try {
        return matched(word);
      } catch (StackOverflowError e) {
        throw new InputException(
            "pre-tokenizer",
            "expected an expression that a text of "
                + word.length()
                + " characters can be matched with, found "
                + pattern,
            e);
      }
    }

    private List<Part> matched(String word) {
      List<Part> parts = new ArrayList<>();
      Matcher matcher = pattern.matcher(word);
      int end = 0;
      while (matcher.find()) {
        if (matcher.start() > end) {
          parts.add(new Part(end, matcher.start(), inverted));
        }
        if (matcher.end() > matcher.start()) {
          parts.add(new Part(matcher.start(), matcher.end(), !inverted));
        }
        end = matcher.end();
      }
      if (end < word.length()) {
        parts.add(new Part(end, word.length(), inverted));
      }
      return parts;
    }
  }

  /// Writes a word in the letters of byte-level BPE, one for each byte of its UTF-8. What comes
  /// after this step sees those letters.
  record ByteLevel() implements PreTokenizer {
    @Override
    public List<String> split(String word) {
      return List.of(ByteAlphabet.encode(word.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /// Cuts so that each match is a word.
  static Split isolated(String expression) {
    return new Split(pattern(expression), Behavior.ISOLATED, false);
  }

  /// A pattern with Unicode classes: `\s` is all white space, as in the engines that such patterns
  /// are written for.
  static Pattern pattern(String expression) {
    return Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS);
  }
}
