package dev.setun.model.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a Jinja template is made of: the texts that it may print or compare with, and the words of
/// its code. Enough to tell known templates apart, not to run one.
///
/// Without tools, the first branch of `if tools` prints nothing and is left out. White space
/// between tags counts where it is printed, which follows the settings that Hugging Face uses: a
/// line feed behind a block and blanks in front of one are not.
///
/// @param texts quoted texts, escapes resolved, and what is printed between tags
/// @param words names and keywords
record TemplateOutline(Set<String> texts, Set<String> words) {

  static TemplateOutline of(String template) {
    Scanner scanner = new Scanner(template);
    scanner.scan();
    TemplateOutline outline = new TemplateOutline(new TreeSet<>(), new TreeSet<>());
    boolean skipping = false;
    int depth = 0;
    int toolsDepth = -1;
    for (Tag tag : scanner.tags) {
      String keyword = tag.block() && !tag.words().isEmpty() ? tag.words().getFirst() : "";
      switch (keyword) {
        case "if" -> {
          depth++;
          if (toolsDepth < 0 && tag.words().equals(List.of("if", "tools"))) {
            toolsDepth = depth;
            skipping = true;
          }
        }
        case "else", "elif" -> skipping &= depth != toolsDepth;
        case "endif" -> {
          skipping &= depth != toolsDepth;
          depth--;
        }
        default -> {}
      }
      if (!skipping) {
        outline.texts.addAll(tag.texts());
        outline.words.addAll(tag.words());
      }
    }
    outline.words.remove("tools");
    return outline;
  }

  /// A tag, or with neither words nor block what is printed between two.
  private record Tag(boolean block, List<String> words, List<String> texts) {}

  /// Cuts a template into tags.
  private static final class Scanner {
    private final String template;
    private final List<Tag> tags = new ArrayList<>();
    private int position;

    Scanner(String template) {
      this.template =
          template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
    }

    void scan() {
      boolean afterBlock = false;
      boolean trimLeft = false;
      while (position < template.length()) {
        int start = nextTag();
        String between = template.substring(position, start);
        printed(between, afterBlock, trimLeft, start);
        if (start == template.length()) {
          return;
        }
        char kind = template.charAt(start + 1);
        position = start + 2;
        String closing = kind == '{' ? "}}" : kind + "}";
        trimLeft = readTag(kind, closing);
        afterBlock = kind != '{';
      }
    }

    private int nextTag() {
      for (int at = position; at + 1 < template.length(); at++) {
        if (template.charAt(at) == '{' && "{%#".indexOf(template.charAt(at + 1)) >= 0) {
          return at;
        }
      }
      return template.length();
    }

    private void printed(String between, boolean afterBlock, boolean trimLeft, int tag) {
      String text = between;
      boolean last = tag == template.length();
      if (trimLeft) {
        text = text.stripLeading();
      } else if (afterBlock && text.startsWith("\n")) {
        text = text.substring(1);
      }
      if (!last && tag + 2 < template.length() && template.charAt(tag + 2) == '-') {
        text = text.stripTrailing();
      } else if (!last && template.charAt(tag + 1) != '{') {
        int end = text.length();
        while (end > 0 && " \t".indexOf(text.charAt(end - 1)) >= 0) {
          end--;
        }
        text = end == 0 || text.charAt(end - 1) == '\n' ? text.substring(0, end) : text;
      }
      if (!text.isEmpty()) {
        tags.add(new Tag(false, List.of(), List.of(text)));
      }
    }

    /// Reads a tag to its end; returns whether white space behind it is left out.
    private boolean readTag(char kind, String closing) {
      List<String> words = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      StringBuilder word = new StringBuilder();
      char before = ' ';
      while (position < template.length() && !template.startsWith(closing, position)) {
        char letter = template.charAt(position++);
        if (kind != '#' && (letter == '\'' || letter == '"')) {
          texts.add(quoted(letter));
        } else if (Character.isLetterOrDigit(letter) || letter == '_') {
          word.append(letter);
        }
        boolean ends = !Character.isLetterOrDigit(letter) && letter != '_';
        if (ends && !word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
        before = letter;
      }
      if (!word.isEmpty()) {
        words.add(word.toString());
      }
      position = Math.min(position + 2, template.length());
      if (kind != '#') {
        tags.add(new Tag(kind == '%', words, texts));
      }
      return before == '-';
    }

    private String quoted(char quote) {
      StringBuilder text = new StringBuilder();
      while (position < template.length() && template.charAt(position) != quote) {
        char letter = template.charAt(position++);
        if (letter == '\\' && position < template.length()) {
          char escaped = template.charAt(position++);
          text.append(
              switch (escaped) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                default -> escaped;
              });
        } else {
          text.append(letter);
        }
      }
      position++;
      return text.toString();
    }
  }
}
