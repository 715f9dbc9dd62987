package dev.setun.traces;

import java.util.regex.Pattern;

/// Something that the user gave us cannot be used: a file, a design, an option. Its message is one
/// line that says what, where, what was expected and what was found; the command line prints it and
/// exits with 2.
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MOST_CHARACTERS = 800;
  private static final Pattern LINE_BREAKS =
      Pattern.compile("\\s*[\\r\\n\\u0085\\u2028\\u2029]+\\s*");
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");

  /// @param where the file, key or option at fault, most general part first, for example
  ///   `edge.yaml: array.rows`
  /// @param problem what was expected and what was found, without a full stop
  public InputException(String where, String problem) {
    super(oneLine(where + ": " + problem));
  }

  /// As above, for a problem that another exception reported.
  public InputException(String where, String problem, Throwable cause) {
    super(oneLine(where + ": " + problem), cause);
  }

  /// Untrusted text can be in a message: line breaks become spaces, other control characters (a
  /// terminal obeys them) question marks, and what is longer than any explanation is cut.
  private static String oneLine(String text) {
    String line = LINE_BREAKS.matcher(text).replaceAll(" ");
    String printable = CONTROLS.matcher(line).replaceAll("?");
    return printable.length() <= MOST_CHARACTERS
        ? printable
        : printable.substring(0, MOST_CHARACTERS) + "...";
  }
}
