package dev.setun.model.safetensors;

import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.bytes.NameIndex;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// A safetensors file (spec 3.1): u64 header length, JSON header `{name: {dtype, shape,
/// data_offsets}}`, then the data, which the tensors cover without a gap or an overlap.
///
/// The header stays where it is; opening keeps about 35 bytes a tensor, less than twice what a
/// description takes in the file. Reading is safe from any thread.
public final class SafetensorsFile implements Weights {
  private static final String METADATA = "__metadata__";
  private static final int SMALLEST_HEADER_BYTES = 2;

  private final String name;
  private final MemorySegment header;
  private final MemorySegment data;
  private final NameIndex names;

  private SafetensorsFile(String name, MemorySegment header, MemorySegment data, NameIndex names) {
    this.name = name;
    this.header = header;
    this.data = data;
    this.names = names;
  }

  /// Maps a file. The mapping lives as long as a tensor of it is used; the file must not change
  /// meanwhile.
  ///
  /// @throws InputException if it is missing, truncated or inconsistent
  public static SafetensorsFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file.toString(), "expected a safetensors file, found none");
    }
    return parse(file.toString(), map(file));
  }

  /// @throws InputException if the file cannot be read
  static MemorySegment map(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /// Reads a file that is in memory or mapped.
  ///
  /// @param name what errors call it
  /// @throws InputException if it is truncated or inconsistent
  public static SafetensorsFile parse(String name, MemorySegment bytes) {
    long headerBytes = headerBytes(name, bytes);
    MemorySegment header = bytes.asSlice(Long.BYTES, headerBytes);
    MemorySegment data = bytes.asSlice(Long.BYTES + headerBytes);
    JsonCursor cursor = new JsonCursor(name + ": header", header);
    cursor.requireUtf8();
    int count = count(cursor);
    cursor.seek(0);
    SafetensorsFile file = new SafetensorsFile(name, header, data, new NameIndex(header, count));
    file.readAll(cursor, count);
    return file;
  }

  private static long headerBytes(String name, MemorySegment bytes) {
    if (bytes.byteSize() < Long.BYTES) {
      throw new InputException(
          name, "expected a header length of 8 bytes, found " + bytes.byteSize() + " bytes");
    }
    long headerBytes = LittleEndian.getLong(bytes, 0);
    long most = Math.min(bytes.byteSize() - Long.BYTES, JsonCursor.MOST_BYTES);
    if (headerBytes < SMALLEST_HEADER_BYTES || headerBytes > most) {
      throw new InputException(
          name,
          "header length: expected "
              + SMALLEST_HEADER_BYTES
              + ".."
              + most
              + " bytes, found "
              + Long.toUnsignedString(headerBytes));
    }
    return headerBytes;
  }

  /// Looks at the whole text and counts the tensors.
  private static int count(JsonCursor cursor) {
    int count = 0;
    cursor.expect('{');
    if (!cursor.take('}')) {
      do {
        cursor.key();
        count += cursor.is(METADATA) ? 0 : 1;
        cursor.skipValue();
      } while (cursor.more('}'));
    }
    cursor.requireEnd();
    return count;
  }

  private void readAll(JsonCursor cursor, int count) {
    TensorHeader described = new TensorHeader(name, header, cursor);
    long[] begins = new long[count];
    long[] ends = new long[count];
    int stored = 0;
    boolean metadata = false;
    cursor.expect('{');
    if (!cursor.take('}')) {
      do {
        cursor.key();
        if (cursor.is(METADATA)) {
          if (metadata) {
            throw new InputException(
                name, "header: expected " + METADATA + " once, found it twice");
          }
          metadata = true;
          cursor.skipValue();
          continue;
        }
        readOne(cursor, described);
        if (described.end() > described.begin()) {
          begins[stored] = described.begin();
          ends[stored++] = described.end();
        }
      } while (cursor.more('}'));
    }
    Arrays.sort(begins, 0, stored);
    Arrays.sort(ends, 0, stored);
    requireCovered(begins, ends, stored);
  }

  private void readOne(JsonCursor cursor, TensorHeader described) {
    cursor.requireName();
    long start = cursor.stringStart();
    int length = cursor.stringLength();
    boolean first = names.add(start, length);
    described.read(start, length);
    if (!first) {
      throw described.problem("expected every tensor once, found it twice");
    }
    described.requireWithin(data.byteSize());
  }

  /// Intervals follow each other exactly when, starts and ends sorted each for itself, every start
  /// is the end in front of it.
  private void requireCovered(long[] begins, long[] ends, int count) {
    long end = 0;
    for (int i = 0; i < count; i++) {
      if (begins[i] != end) {
        throw misplaced(begins[i], end);
      }
      end = ends[i];
    }
    if (end != data.byteSize()) {
      throw new InputException(
          name, "expected " + end + " bytes of tensors after the header, found " + data.byteSize());
    }
  }

  private InputException misplaced(long begin, long expected) {
    int index = 0;
    TensorHeader found = described(0);
    while (found.begin() != begin || found.end() == begin) {
      found = described(++index);
    }
    return found.problem(
        "expected data from byte "
            + expected
            + ", where the data before it ends, found it from byte "
            + begin
            + (begin < expected ? " (an overlap)" : " (a gap)"));
  }

  private TensorHeader described(int index) {
    JsonCursor cursor = new JsonCursor(name + ": header", header);
    cursor.seek(names.end(index) + 1);
    cursor.expect(':');
    TensorHeader described = new TensorHeader(name, header, cursor);
    described.read(names.start(index), (int) names.length(index));
    return described;
  }

  /// What errors call this file.
  @Override
  public String name() {
    return name;
  }

  /// All tensors in the order of the header, each made when it is asked for.
  @Override
  public List<StoredTensor> tensors() {
    return Collections.unmodifiableList(new Tensors());
  }

  private final class Tensors extends AbstractList<StoredTensor> implements RandomAccess {
    @Override
    public StoredTensor get(int index) {
      return described(index).view(data);
    }

    @Override
    public int size() {
      return names.size();
    }
  }

  /// A tensor, if it is there.
  @Override
  public Optional<StoredTensor> find(String tensor) {
    int index = names.find(tensor);
    return index < 0 ? Optional.empty() : Optional.of(described(index).view(data));
  }

  /// The names of the tensors.
  @Override
  public NameIndex names() {
    return names;
  }

  /// What the names are in.
  MemorySegment header() {
    return header;
  }
}
