package dev.setun.model.safetensors;

import dev.setun.traces.InputException;
import java.util.Arrays;

/// Element types of safetensors that Setun reads.
public enum StoredType {
  F32(4),
  F16(2),
  BF16(2),
  U8(1);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of an element.
  public int bytes() {
    return bytes;
  }

  static StoredType parse(String where, String text) {
    return Arrays.stream(values())
        .filter(type -> type.name().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new InputException(where, "dtype: expected F32, F16, BF16 or U8, found " + text));
  }
}
