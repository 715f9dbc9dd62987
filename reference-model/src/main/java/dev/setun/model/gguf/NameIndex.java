package dev.setun.model.gguf;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The names of the keys or of the tensors of a file: their positions, and a hash table over them.
/// The names stay in the file, so an index is at most 16 bytes a name, whatever the file says.
final class NameIndex {
  private static final int FREE = -1;

  private final MemorySegment segment;
  private final int[] positions;
  private final int[] slots;
  private int size;

  NameIndex(MemorySegment segment, int capacity) {
    this.segment = segment;
    this.positions = new int[capacity];
    // Between 4/3 and 8/3 slots a name, so that there is always a free one.
    this.slots = new int[2 * Integer.highestOneBit(capacity + capacity / 3 + 1)];
    Arrays.fill(slots, FREE);
  }

  int size() {
    return size;
  }

  /// Position of the length field of name `index`.
  long position(int index) {
    return positions[index];
  }

  String name(int index) {
    return Cursor.text(segment, positions[index]);
  }

  /// Position behind name `index`.
  long end(int index) {
    return positions[index] + 8 + LittleEndian.getLong(segment, positions[index]);
  }

  /// Adds the name whose length field is at `position`; false if there is one like it.
  boolean add(long position) {
    long length = LittleEndian.getLong(segment, position);
    int slot = slotOf(segment, position + 8, length);
    if (slots[slot] != FREE) {
      return false;
    }
    slots[slot] = size;
    positions[size++] = (int) position;
    return true;
  }

  /// The index of a name, -1 if there is none.
  int find(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return slots[slotOf(MemorySegment.ofArray(bytes), 0, bytes.length)];
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
    long at = positions[index];
    return LittleEndian.getLong(segment, at) == length
        && MemorySegment.mismatch(segment, at + 8, at + 8 + length, from, start, start + length)
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
