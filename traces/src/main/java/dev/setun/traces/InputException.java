package dev.setun.traces;

/// Something that the user gave us cannot be used: a file, a design, an option. Its message is one
/// line that says what, where, what was expected and what was found; the command line prints it and
/// exits with 2.
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

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

  private static String oneLine(String text) {
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
