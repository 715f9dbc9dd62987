package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How a conversation is written for a model: the templates that ternary models ship.
///
/// A template in a file is Jinja, a language of its own. None is run here: one is recognised by the
/// texts it prints and the words of its code, and everything else is refused. A template that has
/// the text BITNET is written as bitnet.cpp does, which recognises it by that and then does not
/// follow it (spec 1.2).
public enum ChatTemplate {
  /// The one in tokenizer_config.json of BitNet b1.58 2B4T: `User: ...<|eot_id|>Assistant: `.
  BITNET("bitnet", Optional.of("<|eot_id|>")),
  /// What bitnet.cpp prints for the one in Microsoft's GGUF file.
  BITNET_CPP("bitnet.cpp", Optional.of("<|eot_id|>")),
  /// The one in Microsoft's GGUF file as it is written there: `Human: ... BITNETAssistant: `.
  BITNET_HUMAN("bitnet-human", Optional.empty()),
  /// Llama 3: a header for each message.
  LLAMA_3("llama3", Optional.of("<|eot_id|>")),
  /// Falcon 3: a line with the role before each message.
  FALCON_3("falcon3", Optional.empty());

  private static final String EOT = "<|eot_id|>";

  /// The words of code that add nothing to what is printed.
  private static final Set<String> NEUTRAL_WORDS =
      Set.of(
          "set",
          "loop_messages",
          "messages",
          "for",
          "message",
          "in",
          "content",
          "endfor",
          "if",
          "elif",
          "else",
          "endif",
          "loop",
          "index0",
          "0",
          "first",
          "bos_token",
          "add_generation_prompt");

  private final String label;
  private final Optional<String> turnEnd;

  ChatTemplate(String label, Optional<String> turnEnd) {
    this.label = label;
    this.turnEnd = turnEnd;
  }

  /// Its name on the command line.
  public String label() {
    return label;
  }

  /// The text of the token that ends an answer, where that is not the end of the text.
  public Optional<String> turnEnd() {
    return turnEnd;
  }

  /// Whether the template itself puts the begin-of-text token in front.
  public boolean writesBegin() {
    return switch (this) {
      case BITNET, BITNET_HUMAN, LLAMA_3 -> true;
      case BITNET_CPP, FALCON_3 -> false;
    };
  }

  /// @throws InputException if there is no template of this name
  public static ChatTemplate parse(String name) {
    for (ChatTemplate template : values()) {
      if (template.label.equals(name)) {
        return template;
      }
    }
    throw new InputException("--chat-template", "expected " + labels() + ", found " + name);
  }

  private static String labels() {
    return Arrays.stream(values()).map(ChatTemplate::label).collect(Collectors.joining(", "));
  }

  /// Recognises the template of a file.
  ///
  /// @param where what errors call the file
  /// @param jinja the template as the file has it
  /// @throws InputException if it is none of these
  public static ChatTemplate recognise(String where, String jinja) {
    if (jinja.contains("BITNET")) {
      return BITNET_CPP;
    }
    TemplateOutline outline = TemplateOutline.of(jinja);
    for (ChatTemplate template : values()) {
      if (template.fits(outline)) {
        return template;
      }
    }
    throw new InputException(
        where,
        "chat template: expected one of "
            + labels()
            + " (name one with --chat-template), found one that prints "
            + outline.texts());
  }

  private boolean fits(TemplateOutline outline) {
    return switch (this) {
      case BITNET ->
          fits(
              outline,
              Set.of("role", ": ", "content", EOT, "Assistant: "),
              Set.of("capitalize", "trim"));
      case LLAMA_3 ->
          fits(
              outline,
              Set.of(
                  "role",
                  "content",
                  "<|start_header_id|>",
                  "<|end_header_id|>\n\n",
                  EOT,
                  "<|start_header_id|>assistant<|end_header_id|>\n\n"),
              Set.of("trim"));
      case FALCON_3 ->
          fits(
              outline,
              Set.of(
                  "role",
                  "content",
                  "system",
                  "user",
                  "assistant",
                  "<|system|>\n",
                  "<|user|>\n",
                  "<|assistant|>\n",
                  "\n"),
              Set.of("not", "last", "and", "eos_token"));
      case BITNET_CPP, BITNET_HUMAN -> false;
    };
  }

  private static boolean fits(TemplateOutline outline, Set<String> texts, Set<String> words) {
    return outline.texts().equals(texts)
        && outline.words().containsAll(words)
        && outline.words().stream()
            .allMatch(word -> words.contains(word) || NEUTRAL_WORDS.contains(word));
  }

  /// Writes a conversation, without the begin-of-text token, up to where the assistant answers.
  ///
  /// @param endOfText the text of the end-of-text token
  public String format(List<ChatMessage> messages, String endOfText) {
    StringBuilder text = new StringBuilder();
    for (ChatMessage message : messages) {
      append(text, message, endOfText);
    }
    return text.append(
            switch (this) {
              case BITNET -> "Assistant: ";
              case LLAMA_3 -> "<|start_header_id|>assistant<|end_header_id|>\n\n";
              case FALCON_3 -> "<|assistant|>\n";
              // These two write it behind what the user says.
              case BITNET_CPP, BITNET_HUMAN -> "";
            })
        .toString();
  }

  /// What `trim` of a template leaves. It takes the blanks that Python takes: Java's white space,
  /// and the blanks that do not break and U+0085 too.
  private static String trimmed(String content) {
    int start = 0;
    int end = content.length();
    while (start < end && isTrimmed(content.charAt(start))) {
      start++;
    }
    while (end > start && isTrimmed(content.charAt(end - 1))) {
      end--;
    }
    return content.substring(start, end);
  }

  private static boolean isTrimmed(char letter) {
    return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || letter == 0x85;
  }

  private void append(StringBuilder text, ChatMessage message, String endOfText) {
    ChatMessage.Role role = message.role();
    String content = message.content();
    switch (this) {
      case BITNET ->
          text.append(role.capitalised()).append(": ").append(trimmed(content)).append(EOT);
      case BITNET_CPP ->
          text.append(
              switch (role) {
                case SYSTEM -> "System: " + content;
                case USER -> "User: " + content + EOT + "Assistant: ";
                case ASSISTANT -> content;
              });
      case BITNET_HUMAN ->
          text.append(
              switch (role) {
                case SYSTEM -> "";
                case USER -> "Human: " + content + "\n\nBITNETAssistant: " + endOfText;
                case ASSISTANT -> content + endOfText;
              });
      case LLAMA_3 ->
          text.append("<|start_header_id|>")
              .append(role.label())
              .append("<|end_header_id|>\n\n")
              .append(trimmed(content))
              .append(EOT);
      case FALCON_3 ->
          text.append("<|")
              .append(role.label())
              .append("|>\n")
              .append(content)
              .append(role == ChatMessage.Role.ASSISTANT ? endOfText : "")
              .append("\n");
    }
  }
}
