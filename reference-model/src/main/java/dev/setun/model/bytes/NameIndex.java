package dev.setun.model.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The names in a file (of keys, of tensors): where each is, and a hash table over them. The names
/// stay in the file, so an index is at most 19 bytes a name, whatever the file says.
public final class NameIndex {
  private static final int FREE = -1;
  private static final int SHOWN_CHARACTERS = 80;

  private final MemorySegment segment;
  private final int[] starts;
  private final int[] lengths;
  private final int[] slots;
  private int size;

  /// @param segment what the names are in, their ends below 2^31
  /// @param capacity how many there may be
  public NameIndex(MemorySegment segment, int capacity) {
    this.segment = segment;
    this.starts = new int[capacity];
    this.lengths = new int[capacity];
    // Between 4/3 and 8/3 slots a name, so that there is always a free one.
    this.slots = new int[2 * Integer.highestOneBit(capacity + capacity / 3 + 1)];
    Arrays.fill(slots, FREE);
  }

  /// Names so far.
  public int size() {
    return size;
  }

  /// Position of the first byte of name `index`.
  public long start(int index) {
    return starts[index];
  }

  /// Bytes of name `index`.
  public long length(int index) {
    return lengths[index];
  }

  /// Position behind name `index`.
  public long end(int index) {
    return (long) starts[index] + lengths[index];
  }

  /// Name `index` as UTF-8.
  public String name(int index) {
    return text(segment, starts[index], lengths[index]);
  }

  /// Bytes of a segment as UTF-8.
  public static String text(MemorySegment segment, long start, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, start, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// A name for a message of one line: cut to a length, without control characters.
  public static String shown(String text) {
    String cut =
        text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    return cut.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /// Adds a name; false if there is one like it.
  public boolean add(long start, int length) {
    int slot = slotOf(segment, start, length);
    if (slots[slot] != FREE) {
      return false;
    }
    slots[slot] = size;
    starts[size] = Math.toIntExact(start);
    lengths[size++] = length;
    return true;
  }

  /// The index of a name, -1 if there is none.
  public int find(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return find(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  /// The index of the name that is the `length` bytes of another segment from `start`, -1 if there
  /// is none.
  public int find(MemorySegment from, long start, long length) {
    return slots[slotOf(from, start, length)];
  }

  /// The slot that holds the name, or the free one where it belongs.
  private int slotOf(MemorySegment from, long start, long length) {
    int mask = slots.length - 1;
    int slot = hash(from, start, length) & mask;
    while (slots[slot] != FREE && !same(slots[slot], from, start, length)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean same(int index, MemorySegment from, long start, long length) {
    return lengths[index] == length
        && MemorySegment.mismatch(segment, start(index), end(index), from, start, start + length)
            < 0;
  }

  private static int hash(MemorySegment from, long start, long length) {
    int hash = 0x811c9dc5;
    for (long i = start; i < start + length; i++) {
      hash = (hash ^ LittleEndian.unsignedByte(from, i)) * 0x01000193;
    }
    return hash ^ hash >>> 15;
  }
}
