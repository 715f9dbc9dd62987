package dev.setun.model.fuzz;

import dev.setun.model.bytes.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Makes small safetensors files, and mends the length in front of changed ones.
final class TensorFile {
  private final StringBuilder header = new StringBuilder();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /// Adds a tensor of ones, or of zeros where it is U8.
  ///
  /// @param shape as it is written, `[2,3]`
  void add(String name, String type, String shape) {
    int count =
        Arrays.stream(shape.substring(1, shape.length() - 1).split(","))
            .mapToInt(Integer::parseInt)
            .reduce(1, (a, b) -> a * b);
    byte[] element =
        switch (type) {
          case "U8" -> new byte[1];
          case "BF16" -> new byte[] {(byte) 0x80, 0x3f};
          case "F16" -> new byte[] {0, 0x3c};
          case "F32" -> new byte[] {0, 0, (byte) 0x80, 0x3f};
          default -> throw new IllegalArgumentException("expected a known type, found " + type);
        };
    int begin = data.size();
    for (int i = 0; i < count; i++) {
      data.writeBytes(element);
    }
    header
        .append(header.isEmpty() ? "" : ",")
        .append("\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape)
        .append(",\"data_offsets\":[" + begin + "," + data.size() + "]}");
  }

  byte[] bytes() {
    return file("{" + header + "}", data.toByteArray());
  }

  static byte[] file(String header, byte... data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(new byte[Long.BYTES], Long.BYTES + text.length + data.length);
    System.arraycopy(text, 0, bytes, Long.BYTES, text.length);
    System.arraycopy(data, 0, bytes, Long.BYTES + text.length, data.length);
    LittleEndian.putLong(MemorySegment.ofArray(bytes), 0, text.length);
    return bytes;
  }

  /// Makes the length of the header that of the JSON again, as far as braces tell.
  static void repair(byte[] input, int from, int to) {
    if (to - from < Long.BYTES) {
      return;
    }
    int end = to;
    for (int i = to - 1; i >= from + Long.BYTES; i--) {
      if (input[i] == '}') {
        end = i + 1;
        break;
      }
    }
    LittleEndian.putLong(MemorySegment.ofArray(input), from, (long) end - from - Long.BYTES);
  }
}
