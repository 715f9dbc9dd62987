package dev.setun.traces;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The folder that one run writes, `out/NAME/` unless the user says otherwise.
///
/// Nothing is made before the first file is written, so a run that is refused for its input leaves
/// no trace. Each file appears whole or not at all. When [#finish()] has written `files.json`, the
/// run is complete: it lists every file of the run with its length and SHA-256.
public final class RunFolder {
  private static final String FILES = "files.json";
  private static final long MOST_FILES_JSON_BYTES = 1 << 26;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

  private final Path path;
  private final Set<String> written = new TreeSet<>();

  private RunFolder(Path path) {
    this.path = path;
  }

  /// Writes the rows of a table.
  @FunctionalInterface
  public interface Rows {
    /// Writes all of them.
    void writeTo(CsvWriter csv) throws IOException;
  }

  /// Claims a folder for a run.
  ///
  /// With [Overwrite#REPLACE] the files that an earlier run listed in its `files.json` are deleted
  /// first, so that none of them is taken for a result of this run. Files that no run listed stay.
  ///
  /// @throws InputException if `path` is a file, or a folder that is not empty and `overwrite` does
  ///   not let us replace its files
  public static RunFolder claim(Path path, Overwrite overwrite) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new InputException(path.toString(), "expected a folder, found a file");
    }
    if (Files.isDirectory(path)) {
      switch (overwrite) {
        case REFUSE -> requireEmpty(path);
        case REPLACE -> deleteEarlierRun(path);
      }
    }
    return new RunFolder(path);
  }

  /// Where the run goes.
  public Path path() {
    return path;
  }

  /// Writes one file.
  ///
  /// @param name path inside the folder with `/`, for example `traces/blk.0.attn_q.csv`
  /// @throws IllegalArgumentException if the name leads out of the folder or this run has already
  ///   written it
  public void write(String name, AtomicFile.Content content) throws IOException {
    if (name.equals(FILES)) {
      throw new IllegalArgumentException(FILES + " is written by finish()");
    }
    put(name, content);
  }

  /// Writes a table.
  public void writeCsv(String name, List<Column> columns, Rows rows) throws IOException {
    write(
        name,
        out -> {
          try (CsvWriter csv =
              new CsvWriter(
                  new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                  columns)) {
            rows.writeTo(csv);
          }
        });
  }

  /// Writes a JSON file, indented.
  public void writeJson(String name, JsonNode tree) throws IOException {
    write(name, Json.file(tree));
  }

  /// Writes text, which must have LF line ends.
  public void writeText(String name, String text) throws IOException {
    if (text.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(name + ": expected LF line ends, found CR");
    }
    write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Names of the files written so far, sorted.
  public List<String> files() {
    return List.copyOf(written);
  }

  /// Writes `files.json`, the list of all files with their lengths and SHA-256, sorted by name.
  public void finish() throws IOException {
    ArrayNode files = Json.array();
    for (String name : written) {
      files.add(FileDigest.of(name, path.resolve(name)).toJson());
    }
    put(FILES, Json.file(Json.object().set("files", files)));
  }

  private void put(String name, AtomicFile.Content content) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected the name of a file in the run folder, found " + name);
    }
    if (!written.add(name)) {
      throw new IllegalArgumentException("this run has already written " + name);
    }
    // What was in the folder before has been dealt with when it was claimed.
    AtomicFile.write(path.resolve(name), Overwrite.REPLACE, content);
  }

  private static void requireEmpty(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw new InputException(
            path.toString(),
            "expected a new or empty folder, found one with files (choose another with -o, or"
                + " replace them with --force)");
      }
    }
  }

  // The list is a file like any other and may have been edited: nothing outside the folder is
  // deleted, neither by a name nor through a link.
  private static void deleteEarlierRun(Path path) throws IOException {
    Path list = path.resolve(FILES);
    if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (JsonNode entry : Json.read(list, MOST_FILES_JSON_BYTES).path("files")) {
      String name = entry.path("name").asString("");
      Path file = path.resolve(name);
      if (NAME.matcher(name).matches()
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && file.toRealPath().startsWith(path.toRealPath())) {
        Files.delete(file);
      }
    }
    Files.delete(list);
  }
}
