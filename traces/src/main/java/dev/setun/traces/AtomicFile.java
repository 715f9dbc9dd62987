package dev.setun.traces;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a file as a whole or not at all: under a temporary name in the same folder, then renamed.
public final class AtomicFile {
  private AtomicFile() {}

  /// What is put into a file.
  @FunctionalInterface
  public interface Content {
    /// Writes all of it. The stream is buffered; who called us closes it.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes one file and makes the folders above it.
  ///
  /// @throws InputException if there is something at `file` that `overwrite` does not let us
  ///   replace, or that is no file
  /// @throws IOException if writing fails; nothing is left under either name then
  public static void write(Path file, Overwrite overwrite, Content content) throws IOException {
    refuse(file, overwrite);
    Path folder = folderOf(file);
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new InputException(folder.toString(), "expected a folder, found a file", e);
    }
    Path temporary =
        folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              1 << 16)) {
        content.writeTo(out);
      }
      refuse(file, overwrite);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void refuse(Path file, Overwrite overwrite) {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(file.toString(), "expected a file, found a folder");
    }
    boolean taken = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    switch (overwrite) {
      case REFUSE -> {
        if (taken) {
          throw new InputException(
              file.toString(), "expected no file, found one (--force replaces it)");
        }
      }
      case REPLACE -> {}
    }
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null || file.getFileName() == null) {
      throw new InputException(file.toString(), "expected the name of a file");
    }
    return parent;
  }
}
