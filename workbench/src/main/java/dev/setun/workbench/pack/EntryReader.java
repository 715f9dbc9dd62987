package dev.setun.workbench.pack;

import dev.setun.kernels.load.Recipe;
import dev.setun.traces.InputException;
import dev.setun.traces.Sha256;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Reads the entries of a [PackFile] one after the other. Nothing is allocated by a length that the
/// file tells.
final class EntryReader implements Closeable {
  private final DataInputStream in;
  private final byte[] chunk = new byte[PackFile.CHUNK_BYTES];
  private int left;

  private EntryReader(DataInputStream in, int entries) {
    this.in = in;
    this.left = entries;
  }

  /// @throws InputException if it is no file of packed weights
  /// @throws IOException if it cannot be read
  static EntryReader open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file.toString(), "expected a file of packed weights, found something else");
    }
    var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 12));
    try {
      byte[] magic = in.readNBytes(PackFile.MAGIC.length);
      if (!Arrays.equals(magic, PackFile.MAGIC)) {
        throw new InputException(
            file.toString(),
            "expected a file of packed weights (it begins with SETUNPAK), found "
                + (magic.length == 0 ? "an empty file" : "another"));
      }
      int version = in.readInt();
      if (version != PackFile.VERSION) {
        throw new InputException(
            file.toString(), "expected version " + PackFile.VERSION + ", found " + version);
      }
      return new EntryReader(in, in.readInt());
    } catch (EOFException e) {
      in.close();
      throw new InputException(file.toString(), "expected 16 bytes or more, found its end", e);
    } catch (InputException | IOException e) {
      in.close();
      throw e;
    }
  }

  /// Reads the next entry into memory.
  ///
  /// @param source SHA-256 of the weights that it must have been made from
  /// @return why it cannot be used, if so; the memory then holds anything
  Optional<String> read(
      String layout, CompletableFuture<byte[]> source, List<MemorySegment> memory) {
    Optional<String> reason;
    try {
      reason = readEntry(layout, source, memory);
    } catch (EOFException e) {
      reason = Optional.of("expected " + layout + ", found the end of the file");
    } catch (IOException e) {
      reason = Optional.of("cannot be read: " + e.getMessage());
    }
    // Nobody may read the source after it was released.
    source.join();
    return reason;
  }

  private Optional<String> readEntry(
      String layout, CompletableFuture<byte[]> source, List<MemorySegment> memory)
      throws IOException {
    if (left-- <= 0) {
      throw new EOFException();
    }
    String found = readLayout();
    if (!found.equals(layout)) {
      return Optional.of("expected " + layout + ", found " + found);
    }
    byte[] madeFrom = new byte[Sha256.BYTES];
    in.readFully(madeFrom);
    long expected = memory.stream().mapToLong(MemorySegment::byteSize).sum();
    long length = in.readLong();
    if (length != expected) {
      return Optional.of("expected " + expected + " bytes, found " + length);
    }
    var digest = new Sha256();
    for (MemorySegment segment : memory) {
      copy(segment, digest);
    }
    byte[] promised = new byte[Sha256.BYTES];
    in.readFully(promised);
    return mismatch("bytes of", promised, digest.digest())
        .or(() -> mismatch("a source of", source.join(), madeFrom));
  }

  private String readLayout() throws IOException {
    int length = in.readUnsignedShort();
    if (length > Recipe.LONGEST_LAYOUT) {
      return "a name of " + length + " bytes";
    }
    byte[] name = new byte[length];
    in.readFully(name);
    return new String(name, StandardCharsets.US_ASCII).replaceAll("\\P{Print}", "?");
  }

  private void copy(MemorySegment into, Sha256 digest) throws IOException {
    long at = 0;
    while (at < into.byteSize()) {
      int count = (int) Math.min(chunk.length, into.byteSize() - at);
      in.readFully(chunk, 0, count);
      digest.update(chunk, 0, count);
      MemorySegment.copy(MemorySegment.ofArray(chunk), 0, into, at, count);
      at += count;
    }
  }

  private static Optional<String> mismatch(String what, byte[] expected, byte[] found) {
    return Arrays.equals(expected, found)
        ? Optional.empty()
        : Optional.of(
            "expected "
                + what
                + " SHA-256 "
                + PackFile.start(expected)
                + ", found "
                + PackFile.start(found));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
