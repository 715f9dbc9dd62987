package dev.setun.workbench.pack;

import dev.setun.kernels.load.PackStore;
import dev.setun.kernels.load.Prepared;
import dev.setun.kernels.load.Recipe;
import dev.setun.traces.AtomicFile;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import dev.setun.traces.Sha256;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Rearranged weights beside their model, so that the next run reads them instead of making them.
///
/// A file is either read or written, never both. One that is there is read entry by entry in the
/// order in which weights are asked for. An entry is used only if its layout is the one asked for,
/// the SHA-256 of the model's weights is the one it was made from, and the SHA-256 of its own bytes
/// is the one it ends with. From the first that does not fit, everything is made from the model,
/// the file is left alone and the reason is told once: the result is the same. A file that is not
/// there, or is to be replaced, is written by [#finish] as a whole or not at all.
///
/// Layout, numbers big-endian: the magic `SETUNPAK`, an int of the version 1, an int of the number
/// of entries. Each entry: its layout (two bytes of length, then that many of UTF-8), the SHA-256
/// of its source, a long of the length of its weights, those in the byte order that the layout
/// names, and their SHA-256.
public final class PackFile implements PackStore, Closeable {
  static final byte[] MAGIC = {'S', 'E', 'T', 'U', 'N', 'P', 'A', 'K'};
  static final int VERSION = 1;

  /// So many bytes are copied and digested at once: they stay in the second-level cache.
  static final int CHUNK_BYTES = 1 << 17;

  /// What became of the file.
  public enum Outcome {
    /// All that was asked for was in it.
    READ("read"),
    /// It was written.
    WRITTEN("written"),
    /// It was there, but not for these weights and this kernel, and was left alone.
    REFUSED("refused"),
    /// Nothing was asked for: no linear was rearranged.
    EMPTY("empty");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    /// The name in reports.
    public String label() {
      return label;
    }
  }

  private record Entry(String layout, byte[] source, List<MemorySegment> memory) {}

  private final Path file;
  private final Overwrite overwrite;
  private final Consumer<String> refusals;
  private final List<Entry> made = new ArrayList<>();
  private final Optional<EntryReader> reader;
  private boolean refused;
  private int taken;

  private PackFile(
      Path file, Overwrite overwrite, Consumer<String> refusals, Optional<EntryReader> reader) {
    this.file = file;
    this.overwrite = overwrite;
    this.refusals = refusals;
    this.reader = reader;
  }

  /// A file to read if it is there, and else, or with [Overwrite#REPLACE], one to write.
  ///
  /// @param refusals is told, once, in one line why a file is not used
  /// @throws InputException if what is there is not such a file
  /// @throws IOException if it cannot be read
  public static PackFile open(Path file, Overwrite overwrite, Consumer<String> refusals)
      throws IOException {
    boolean read = overwrite == Overwrite.REFUSE && Files.exists(file);
    Optional<EntryReader> reader = read ? Optional.of(EntryReader.open(file)) : Optional.empty();
    return new PackFile(file, overwrite, refusals, reader);
  }

  /// Arrays from the file or from the model, to be written if the file is. For one thread.
  @Override
  public <T> T take(Recipe<T> recipe) {
    taken++;
    if (reader.isPresent()) {
      return refused ? recipe.packed() : read(reader.get(), recipe);
    }
    byte[] source = recipe.source().get();
    T arrays = recipe.packed();
    made.add(new Entry(recipe.layout(), source, recipe.memory().apply(arrays)));
    return arrays;
  }

  private <T> T read(EntryReader entries, Recipe<T> recipe) {
    // The source and the copy are digested at the same time: two cores, the time of one.
    CompletableFuture<byte[]> source = CompletableFuture.supplyAsync(recipe.source());
    T arrays = recipe.allocate().get();
    List<MemorySegment> memory = recipe.memory().apply(arrays);
    Optional<String> reason = entries.read(recipe.layout(), source, memory);
    if (reason.isPresent()) {
      refuse(reason.get());
      memory.forEach(segment -> segment.fill((byte) 0));
      recipe.pack().accept(arrays);
    }
    return arrays;
  }

  private void refuse(String reason) {
    refused = true;
    refusals.accept(
        file + ": entry " + taken + ": " + reason + "; not used (--force writes the file anew)");
  }

  /// Waits until all is prepared, and writes a file that is to be written.
  ///
  /// @throws InputException if it cannot be written there, or another has appeared there
  /// @throws IOException if writing fails; no file is left then
  public Outcome finish() throws IOException {
    Prepared.awaitAll();
    if (reader.isPresent()) {
      return refused ? Outcome.REFUSED : taken == 0 ? Outcome.EMPTY : Outcome.READ;
    }
    if (made.isEmpty()) {
      return Outcome.EMPTY;
    }
    AtomicFile.write(file, overwrite, this::writeTo);
    return Outcome.WRITTEN;
  }

  private void writeTo(OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    data.write(MAGIC);
    data.writeInt(VERSION);
    data.writeInt(made.size());
    for (Entry entry : made) {
      data.writeUTF(entry.layout());
      data.write(entry.source());
      data.writeLong(entry.memory().stream().mapToLong(MemorySegment::byteSize).sum());
      var digest = new Sha256();
      for (MemorySegment segment : entry.memory()) {
        copy(segment, digest, data);
      }
      data.write(digest.digest());
    }
    data.flush();
  }

  private static void copy(MemorySegment from, Sha256 digest, OutputStream to) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (long at = 0; at < from.byteSize(); at += chunk.length) {
      int count = (int) Math.min(chunk.length, from.byteSize() - at);
      MemorySegment.copy(from, at, MemorySegment.ofArray(chunk), 0, count);
      digest.update(chunk, 0, count);
      to.write(chunk, 0, count);
    }
  }

  /// The first bytes of a digest, enough to tell two apart by eye.
  static String start(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, 8);
  }

  @Override
  public void close() throws IOException {
    if (reader.isPresent()) {
      reader.get().close();
    }
  }
}
