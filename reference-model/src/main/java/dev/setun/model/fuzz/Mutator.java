package dev.setun.model.fuzz;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Changes inputs: bits, bytes, numbers of the format, lengths, pieces of other inputs.
final class Mutator {
  static final int MAX_BYTES = 1 << 15;
  private static final int MAX_CHANGES = 4;
  private static final int KINDS = 9;

  private static final long[] NOTABLE = {
    0,
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    9,
    15,
    16,
    31,
    32,
    33,
    63,
    64,
    127,
    128,
    255,
    256,
    257,
    512,
    1024,
    4096,
    65535,
    65536,
    Integer.MAX_VALUE,
    1L << 31,
    (1L << 31) + 1,
    0xffffffffL,
    1L << 32,
    1L << 40,
    1L << 58,
    1L << 61,
    1L << 62,
    Long.MAX_VALUE - 31,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -256,
    -32,
    -1
  };

  private final FuzzTarget target;
  private final RandomGenerator random;

  Mutator(FuzzTarget target, RandomGenerator random) {
    this.target = target;
    this.random = random;
  }

  /// A changed copy of `input`.
  ///
  /// @param other another input, to take pieces from
  byte[] mutate(Corpus.Entry input, byte[] other) {
    byte[] bytes = input.bytes().clone();
    int changes = 1 + random.nextInt(MAX_CHANGES);
    for (int i = 0; i < changes; i++) {
      bytes = change(bytes, input.fields(), other);
    }
    return target.repair(
        bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes, random);
  }

  private byte[] change(byte[] bytes, List<FuzzTarget.Field> fields, byte[] other) {
    if (bytes.length == 0) {
      return other.clone();
    }
    return switch (random.nextInt(KINDS)) {
      case 0 -> flipBit(bytes);
      case 1 -> setByte(bytes);
      case 2, 3, 4 -> setField(bytes, fields);
      case 5 -> copyField(bytes, fields);
      case 6 -> random.nextInt(4) == 0 ? truncate(bytes) : remove(bytes);
      case 7 -> insert(bytes, random.nextBoolean() ? other : bytes);
      default -> insertWord(bytes);
    };
  }

  private byte[] flipBit(byte[] bytes) {
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private byte[] setByte(byte[] bytes) {
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    return bytes;
  }

  /// A notable number, a small step, the size of the file, or a small number such as a type.
  private byte[] setField(byte[] bytes, List<FuzzTarget.Field> fields) {
    if (fields.isEmpty()) {
      return setByte(bytes);
    }
    FuzzTarget.Field field = fields.get(random.nextInt(fields.size()));
    long old = get(bytes, field);
    put(
        bytes,
        field,
        switch (random.nextInt(5)) {
          case 0 -> NOTABLE[random.nextInt(NOTABLE.length)];
          case 1 -> old + random.nextInt(-2, 3);
          case 2 -> bytes.length - field.position() + random.nextInt(-9, 10);
          case 3 -> random.nextInt(48);
          default -> old * (1 + random.nextInt(3)) + 32L * random.nextInt(-3, 4);
        });
    return bytes;
  }

  private byte[] copyField(byte[] bytes, List<FuzzTarget.Field> fields) {
    if (fields.isEmpty()) {
      return flipBit(bytes);
    }
    FuzzTarget.Field from = fields.get(random.nextInt(fields.size()));
    put(bytes, fields.get(random.nextInt(fields.size())), get(bytes, from));
    return bytes;
  }

  private static long get(byte[] bytes, FuzzTarget.Field field) {
    if (field.position() + field.width() > bytes.length) {
      return 0;
    }
    MemorySegment segment = MemorySegment.ofArray(bytes);
    return field.width() == 4
        ? LittleEndian.getInt(segment, field.position())
        : LittleEndian.getLong(segment, field.position());
  }

  private static void put(byte[] bytes, FuzzTarget.Field field, long value) {
    if (field.position() + field.width() > bytes.length) {
      return;
    }
    MemorySegment segment = MemorySegment.ofArray(bytes);
    if (field.width() == 4) {
      LittleEndian.putInt(segment, field.position(), (int) value);
    } else {
      LittleEndian.putLong(segment, field.position(), value);
    }
  }

  private byte[] truncate(byte[] bytes) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private byte[] remove(byte[] bytes) {
    int start = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(64, bytes.length - start));
    byte[] result = Arrays.copyOf(bytes, bytes.length - length);
    System.arraycopy(bytes, start + length, result, start, bytes.length - start - length);
    return result;
  }

  /// A piece of an input, anywhere.
  private byte[] insert(byte[] bytes, byte[] from) {
    if (from.length == 0) {
      return bytes;
    }
    int start = random.nextInt(from.length);
    int length = 1 + random.nextInt(Math.min(256, from.length - start));
    return insertAt(bytes, random.nextInt(bytes.length + 1), from, start, length);
  }

  /// A word of the format, inserted or written over what is there.
  private byte[] insertWord(byte[] bytes) {
    List<byte[]> words = target.words();
    byte[] word = words.get(random.nextInt(words.size()));
    int at = random.nextInt(bytes.length + 1);
    if (random.nextBoolean()) {
      return insertAt(bytes, at, word, 0, word.length);
    }
    System.arraycopy(word, 0, bytes, at, Math.min(word.length, bytes.length - at));
    return bytes;
  }

  private static byte[] insertAt(byte[] bytes, int at, byte[] from, int start, int length) {
    byte[] result = new byte[bytes.length + length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(from, start, result, at, length);
    System.arraycopy(bytes, at, result, at + length, bytes.length - at);
    return result;
  }
}
