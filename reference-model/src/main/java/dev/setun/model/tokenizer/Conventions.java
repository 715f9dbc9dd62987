package dev.setun.model.tokenizer;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the files of a model say about the use of its tokenizer.
///
/// @param beginsText whether the begin-of-text token stands in front of a text
/// @param endTokens ids at which generation stops, beside the model's end token
/// @param chatTemplate how a conversation is written, as the file has it
public record Conventions(
    boolean beginsText, Set<Integer> endTokens, Optional<String> chatTemplate) {
  /// Of files that say nothing.
  public static final Conventions DEFAULT = new Conventions(true, Set.of(), Optional.empty());

  public Conventions {
    endTokens = Set.copyOf(endTokens);
  }

  /// The same with another answer to [#beginsText].
  public Conventions withBegin(boolean begins) {
    return new Conventions(begins, endTokens, chatTemplate);
  }

  /// The same with more tokens that end a text.
  public Conventions withEndTokens(Set<Integer> more) {
    Set<Integer> all = new TreeSet<>(endTokens);
    all.addAll(more);
    return new Conventions(beginsText, all, chatTemplate);
  }

  /// The same with a template.
  public Conventions withChatTemplate(String template) {
    return new Conventions(beginsText, endTokens, Optional.of(template));
  }
}
