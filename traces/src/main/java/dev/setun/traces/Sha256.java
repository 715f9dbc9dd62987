package dev.setun.traces;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// A SHA-256 (FIPS 180-4) of what it is fed, for one thread.
public final class Sha256 {
  /// Bytes of a digest.
  public static final int BYTES = 32;

  /// The length of a part; the last is shorter.
  public static final long PART_BYTES = 1L << 22;

  private static final int CHUNK_BYTES = 1 << 16;

  private final MessageDigest digest;
  private byte[] chunk = {};

  /// Of nothing so far.
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Feeds `count` bytes from `bytes[from]` on.
  public void update(byte[] bytes, int from, int count) {
    digest.update(bytes, from, count);
  }

  /// Feeds all of a piece of memory.
  public void update(MemorySegment memory) {
    if (chunk.length == 0) {
      chunk = new byte[CHUNK_BYTES];
    }
    for (long at = 0; at < memory.byteSize(); at += chunk.length) {
      int count = (int) Math.min(chunk.length, memory.byteSize() - at);
      MemorySegment.copy(memory, at, MemorySegment.ofArray(chunk), 0, count);
      digest.update(chunk, 0, count);
    }
  }

  /// Feeds the length of a piece of memory and the digest of each [#PART_BYTES] of it, made on all
  /// cores.
  public void updateInParts(MemorySegment memory) {
    update(memory.byteSize());
    int parts = Math.toIntExact(Math.ceilDiv(memory.byteSize(), PART_BYTES));
    List<byte[]> digests =
        IntStream.range(0, parts).parallel().mapToObj(part -> ofPart(memory, part)).toList();
    digests.forEach(each -> update(each, 0, BYTES));
  }

  private static byte[] ofPart(MemorySegment memory, int part) {
    long from = part * PART_BYTES;
    var digest = new Sha256();
    digest.update(memory.asSlice(from, Math.min(PART_BYTES, memory.byteSize() - from)));
    return digest.digest();
  }

  /// Feeds a number.
  public void update(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
  }

  /// Feeds a text after its length, which keeps "ab" and "c" apart from "a" and "bc".
  public void update(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    update(bytes.length);
    digest.update(bytes);
  }

  /// The digest, [#BYTES] bytes; then it is again of nothing.
  public byte[] digest() {
    return digest.digest();
  }

  /// The digest as 64 lower-case hexadecimal digits; then it is again of nothing.
  public String hex() {
    return HexFormat.of().formatHex(digest());
  }
}
