package dev.setun.model.safetensors;

import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Element types of safetensors. A file may hold any of them; a model is read from [#F32], [#F16],
/// [#BF16] and [#U8].
public enum StoredType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  F8_E4M3(1),
  F8_E5M2(1),
  I64(8),
  U64(8),
  I32(4),
  U32(4),
  I16(2),
  U16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of an element.
  public int bytes() {
    return bytes;
  }

  /// Whether elements are real numbers that binary32 holds exactly.
  public boolean isFloat() {
    return switch (this) {
      case F32, F16, BF16 -> true;
      case F64, F8_E4M3, F8_E5M2, I64, U64, I32, U32, I16, U16, I8, U8, BOOL -> false;
    };
  }

  static StoredType parse(String where, String text) {
    return Arrays.stream(values())
        .filter(type -> type.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                where,
                "dtype: expected one of "
                    + Arrays.stream(values())
                        .map(StoredType::name)
                        .collect(Collectors.joining(", "))
                    + ", found "
                    + (text.isEmpty() ? "nothing" : text)));
  }
}
