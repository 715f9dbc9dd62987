package dev.setun.model.gguf;

import dev.setun.model.bytes.NameIndex;
import dev.setun.model.tensor.I2s;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// A GGUF file of version 3, mapped. What it gives out are views; the mapping stays as long as
/// anything that views it is in use.
///
/// Opening allocates less than twice the size of the file whatever the file says, and nothing of
/// the size of a tensor or an array. Reading is safe from any thread.
public final class GgufFile {
  static final int MAGIC = 0x46554747;
  static final int VERSION = 3;
  private static final int HEADER_BYTES = 24;

  /// Length and one byte of name, type, one byte of value.
  private static final long SMALLEST_ENTRY_BYTES = 8 + 1 + 4 + 1;

  private final String name;
  private final MemorySegment segment;
  private final GgufMetadata metadata;
  private final TensorTable tensors;
  private final I2s i2sLayout;

  private GgufFile(String name, MemorySegment segment, GgufOptions options) {
    this.name = name;
    this.i2sLayout = options.i2sLayout();
    this.segment = segment;
    Cursor cursor = new Cursor(name, segment, 0);
    if (segment.byteSize() < HEADER_BYTES) {
      throw cursor.problem(
          "expected at least " + HEADER_BYTES + " bytes, found " + segment.byteSize());
    }
    requireVersion(cursor);
    int tensorCount = (int) cursor.count("tensor count", TensorTable.SMALLEST_INFO_BYTES);
    int keyCount = (int) cursor.count("key count", SMALLEST_ENTRY_BYTES);
    this.metadata = new GgufMetadata(name, segment, readKeys(cursor, keyCount));
    this.tensors = TensorTable.read(name, segment, cursor, tensorCount, metadata, options);
  }

  /// Maps a file with [GgufOptions#DEFAULT].
  public static GgufFile open(Path file) {
    return open(file, GgufOptions.DEFAULT);
  }

  /// Maps a file.
  ///
  /// @throws InputException in one line, if the file cannot be read or is not what it should be
  public static GgufFile open(Path file, GgufOptions options) {
    if (Files.isDirectory(file)) {
      throw new InputException(file.toString(), "expected a GGUF file, found a folder");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment segment =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return new GgufFile(file.toString(), segment, options);
    } catch (NoSuchFileException e) {
      throw new InputException(file.toString(), "expected a GGUF file, found nothing", e);
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /// Reads a file that is in memory.
  ///
  /// @param name for messages
  public static GgufFile of(String name, MemorySegment segment, GgufOptions options) {
    return new GgufFile(name, segment, options);
  }

  private static void requireVersion(Cursor cursor) {
    int magic = cursor.int32("magic");
    if (magic != MAGIC) {
      throw cursor.problem(
          "expected the magic number 47475546 (GGUF), found "
              + HexFormat.of().toHexDigits(Integer.reverseBytes(magic)));
    }
    int version = cursor.int32("version");
    if (version == Integer.reverseBytes(VERSION)) {
      throw cursor.problem("expected a little-endian file, found a big-endian one");
    }
    if (version != VERSION) {
      throw cursor.problem(
          "expected GGUF version " + VERSION + ", found " + Integer.toUnsignedString(version));
    }
  }

  private NameIndex readKeys(Cursor cursor, int count) {
    NameIndex names = new NameIndex(segment, count);
    for (int i = 0; i < count; i++) {
      cursor.name("key", names);
      cursor.value(cursor.type("value type"), 0);
    }
    cursor.about("header", -1);
    return names;
  }

  /// The file, for messages.
  public String name() {
    return name;
  }

  /// Bytes of the file.
  public long byteSize() {
    return segment.byteSize();
  }

  public GgufMetadata metadata() {
    return metadata;
  }

  /// The tensors in the order of the file, each made when it is asked for.
  public List<GgufTensor> tensors() {
    return Collections.unmodifiableList(new Tensors());
  }

  private final class Tensors extends AbstractList<GgufTensor> implements RandomAccess {
    @Override
    public GgufTensor get(int index) {
      return tensors.get(index);
    }

    @Override
    public int size() {
      return tensors.size();
    }
  }

  /// The tensor of a name, if there is one.
  public Optional<GgufTensor> tensor(String name) {
    return tensors.find(name);
  }

  /// Whether a tensor is I2_S, so that whoever shows the file can say that its layout is an
  /// assumption ([GgufOptions#i2sLayout]).
  public boolean hasI2s() {
    return tensors.hasI2s();
  }

  /// The layout that I2_S tensors are read in, whether it was given or assumed.
  public I2s i2sLayout() {
    return i2sLayout;
  }
}
