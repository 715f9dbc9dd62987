package dev.setun.model.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes safetensors files, good ones and any others.
public final class SafetensorsBytes {
  @SuppressWarnings("ArrayRecordComponent") // never compared by value
  private record Entry(String dtype, String shape, byte[] data) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  public SafetensorsBytes put(String name, String dtype, String shape, byte... data) {
    entries.put(name, new Entry(dtype, shape, data));
    return this;
  }

  public SafetensorsBytes f32(String name, String shape, float... values) {
    ByteBuffer data = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return put(name, "F32", shape, data.array());
  }

  public SafetensorsBytes f16(String name, String shape, float... values) {
    ByteBuffer data = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putShort(Float.floatToFloat16(value));
    }
    return put(name, "F16", shape, data.array());
  }

  /// Values that bfloat16 holds.
  public SafetensorsBytes bf16(String name, String shape, float... values) {
    ByteBuffer data = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putShort((short) (Float.floatToRawIntBits(value) >> 16));
    }
    return put(name, "BF16", shape, data.array());
  }

  public byte[] build() {
    StringBuilder header = new StringBuilder("{");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    entries.forEach((name, entry) -> {
      int begin = data.size();
      data.writeBytes(entry.data());
      header
          .append(header.length() > 1 ? "," : "")
          .append("\"" + name + "\":{\"dtype\":\"" + entry.dtype() + "\",\"shape\":")
          .append(entry.shape())
          .append(",\"data_offsets\":[" + begin + "," + data.size() + "]}");
    });
    return withHeader(header.append("}").toString(), data.toByteArray());
  }

  public static byte[] withHeader(String header, byte... data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data)
        .array();
  }
}
