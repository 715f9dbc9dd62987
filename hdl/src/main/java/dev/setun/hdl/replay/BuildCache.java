package dev.setun.hdl.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Folders with what a tool built, each named for the hash of all that went in. A folder takes its
/// name only when the build is complete, so what is found under a name can be used, and a changed
/// input has another name.
final class BuildCache {
  private final Path root;

  /// @param root the folder of the folders, made when needed
  BuildCache(Path root) {
    this.root = root.toAbsolutePath();
  }

  /// The folder of a build, built now if it was not before.
  ///
  /// @param recipe the version of the tool and its options
  /// @param sources files by name; written to the folder before it is built
  /// @param build runs the tool in the folder
  Path folder(List<String> recipe, SequencedMap<String, String> sources, Consumer<Path> build) {
    Path folder = root.resolve(hash(recipe, sources));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try {
      Files.createDirectories(root);
      Path unfinished = Files.createTempDirectory(root, "unfinished-");
      try {
        for (Map.Entry<String, String> source : sources.entrySet()) {
          Files.writeString(unfinished.resolve(source.getKey()), source.getValue());
        }
        build.accept(unfinished);
        move(unfinished, folder);
      } finally {
        delete(unfinished);
      }
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Another thread or process may have built the same in the meantime; either will do.
  private static void move(Path unfinished, Path folder) throws IOException {
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException taken) { // a rename over a folder has no exception of its own
      if (!Files.isDirectory(folder)) {
        throw taken;
      }
    }
  }

  /// A new empty folder for the files of one run; the caller deletes it.
  Path runFolder() throws IOException {
    Files.createDirectories(root);
    return Files.createTempDirectory(root, "run-");
  }

  /// Deletes a folder and all in it, if it is there.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String hash(List<String> recipe, SequencedMap<String, String> sources) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      recipe.forEach(text -> add(digest, text));
      add(digest, Integer.toString(recipe.size()));
      sources.forEach((name, text) -> {
        add(digest, name);
        add(digest, text);
      });
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The length keeps "ab" + "c" apart from "a" + "bc".
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
