package dev.setun.hdl.project;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes maps, lists, texts, whole numbers and truth values as JSON: two spaces a level, keys in
/// the order of the map. A map or list without maps or lists in it stands on one line.
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static String of(Map<String, ?> object) {
    JsonText json = new JsonText();
    json.write(object, 0);
    return json.text.append('\n').toString();
  }

  private void write(Object value, int depth) {
    switch (value) {
      case Map<?, ?> map -> {
        boolean flat = map.values().stream().noneMatch(JsonText::nested);
        open('{', flat, depth);
        for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
          Map.Entry<?, ?> entry = i.next();
          quote(entry.getKey().toString());
          text.append(": ");
          write(entry.getValue(), depth + 1);
          next(i.hasNext(), flat, depth);
        }
        text.append('}');
      }
      case List<?> list -> {
        boolean flat = list.stream().noneMatch(JsonText::nested);
        open('[', flat, depth);
        for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
          write(i.next(), depth + 1);
          next(i.hasNext(), flat, depth);
        }
        text.append(']');
      }
      case Integer number -> text.append(number);
      case Long number -> text.append(number);
      case Boolean truth -> text.append(truth);
      case String string -> quote(string);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static boolean nested(Object value) {
    return value instanceof Map || value instanceof List;
  }

  private void open(char bracket, boolean flat, int depth) {
    text.append(bracket);
    line(flat, depth + 1);
  }

  private void next(boolean more, boolean flat, int depth) {
    if (more) {
      text.append(flat ? ", " : ",");
    }
    line(flat, more ? depth + 1 : depth);
  }

  private void line(boolean flat, int depth) {
    if (!flat) {
      text.append('\n').repeat("  ", depth);
    }
  }

  private void quote(String string) {
    text.append('"');
    for (char c : string.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
