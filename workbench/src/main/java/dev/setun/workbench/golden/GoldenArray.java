package dev.setun.workbench.golden;

import dev.setun.traces.MemoryImage;
import dev.setun.traces.NpyArray;
import java.util.List;
import java.util.Optional;

/// One array of a vector set, written as `NAME.npy` and, unless it is only for programs, as
/// `NAME.hex`.
///
/// @param name of the files, without the ending
/// @param image one number a memory word; binary32 as its IEEE 754 bits, negative integers in two's
///   complement
record GoldenArray(String name, NpyArray values, Optional<MemoryImage> image, Meaning meaning) {

  static GoldenArray of(String name, List<Integer> shape, byte[] values, Meaning meaning) {
    return new GoldenArray(
        name,
        new NpyArray.Int8(shape, values),
        Optional.of(new MemoryImage(Byte.SIZE, words(values))),
        meaning);
  }

  static GoldenArray of(String name, List<Integer> shape, int[] values, Meaning meaning) {
    long[] words = new long[values.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Integer.toUnsignedLong(values[i]);
    }
    return new GoldenArray(
        name,
        new NpyArray.Int32(shape, values),
        Optional.of(new MemoryImage(Integer.SIZE, words)),
        meaning);
  }

  static GoldenArray of(String name, List<Integer> shape, float[] values, Meaning meaning) {
    long[] words = new long[values.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Integer.toUnsignedLong(Float.floatToRawIntBits(values[i]));
    }
    return new GoldenArray(
        name,
        new NpyArray.Float32(shape, values),
        Optional.of(new MemoryImage(Float.SIZE, words)),
        meaning);
  }

  /// An array that is too plain to be worth a memory image.
  static GoldenArray npyOnly(String name, List<Integer> shape, byte[] values, Meaning meaning) {
    return new GoldenArray(name, new NpyArray.Int8(shape, values), Optional.empty(), meaning);
  }

  private static long[] words(byte[] values) {
    long[] words = new long[values.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Byte.toUnsignedLong(values[i]);
    }
    return words;
  }
}
