package dev.setun.traces;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/// The fingerprint of a file, as a run's manifest lists it.
///
/// @param name how the run refers to the file
/// @param bytes its length
/// @param sha256 SHA-256 of its content, 64 lower-case hexadecimal digits
public record FileDigest(String name, long bytes, String sha256) {

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
    MessageDigest digest = newDigest();
    long bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return new FileDigest(name, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /// The fingerprint of bytes that are in memory, such as an embedded model.
  public static FileDigest of(String name, byte[] content) {
    return new FileDigest(
        name, content.length, HexFormat.of().formatHex(newDigest().digest(content)));
  }

  /// `{"name": ..., "bytes": ..., "sha256": ...}`
  public ObjectNode toJson() {
    return Json.object().put("name", name).put("bytes", bytes).put("sha256", sha256);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
