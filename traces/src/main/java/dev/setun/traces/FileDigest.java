package dev.setun.traces;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// The fingerprint of a file, as a run's manifest lists it.
///
/// @param name how the run refers to the file
/// @param bytes its length
/// @param sha256 SHA-256 of its content, 64 lower-case hexadecimal digits
public record FileDigest(String name, long bytes, String sha256) {
  private static final int PIECE_BYTES = 1 << 16;

  /// @throws IllegalArgumentException if the length is negative or the digits are not 64 in lower
  ///   case
  public FileDigest {
    if (bytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          name + ": expected a length and a SHA-256, found " + bytes + " and " + sha256);
    }
  }

  /// Reads a file once, in pieces.
  public static FileDigest of(String name, Path file) throws IOException {
    var digest = new Sha256();
    byte[] piece = new byte[PIECE_BYTES];
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
        bytes += count;
      }
    }
    return new FileDigest(name, bytes, digest.hex());
  }

  /// The fingerprint of bytes that are in memory, such as an embedded model.
  public static FileDigest of(String name, byte[] content) {
    var digest = new Sha256();
    digest.update(content, 0, content.length);
    return new FileDigest(name, content.length, digest.hex());
  }

  /// `{"name": ..., "bytes": ..., "sha256": ...}`
  public ObjectNode toJson() {
    return Json.object().put("name", name).put("bytes", bytes).put("sha256", sha256);
  }
}
