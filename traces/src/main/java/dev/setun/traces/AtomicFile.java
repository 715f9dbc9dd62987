package dev.setun.traces;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
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
  ///   replace, or that is no file, or if no file can be made there
  /// @throws IOException if writing fails; nothing is left under either name then
  public static void write(Path file, Overwrite overwrite, Content content) throws IOException {
    refuse(file, overwrite);
    Path folder = folderOf(file);
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new InputException(folder.toString(), "expected a folder, found a file", e);
    } catch (FileSystemException e) {
      throw unwritable(file, e);
    }
    Path temporary =
        folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    OutputStream stream = create(temporary, file);
    try {
      try (OutputStream out = new BufferedOutputStream(stream, 1 << 16)) {
        content.writeTo(out);
      }
      refuse(file, overwrite);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static OutputStream create(Path temporary, Path file) throws IOException {
    try {
      return Files.newOutputStream(
          temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw unwritable(file, e);
    }
  }

  /// Names the file that the user asked for, not the temporary one or a folder above.
  private static InputException unwritable(Path file, FileSystemException cause) {
    String reason =
        switch (cause) {
          case AccessDeniedException _ -> "access denied";
          case NoSuchFileException _ -> "no such folder";
          default -> cause.getReason() == null ? "refused by the system" : cause.getReason();
        };
    return new InputException(file.toString(), "cannot be written: " + reason, cause);
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
