package dev.setun.model.safetensors;

import dev.setun.model.tensor.ScalarType;
import java.util.List;
import java.util.Optional;

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

  /// All, in one list: `values()` makes a copy each time, and a header may name millions.
  static final List<StoredType> ALL = List.of(values());

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of an element.
  public int bytes() {
    return bytes;
  }

  /// The type of elements that are real numbers.
  static StoredType of(ScalarType scalar) {
    return switch (scalar) {
      case F32 -> F32;
      case F16 -> F16;
      case BF16 -> BF16;
    };
  }

  /// How elements are decoded, if they are real numbers that binary32 holds exactly.
  public Optional<ScalarType> scalar() {
    return switch (this) {
      case F32 -> Optional.of(ScalarType.F32);
      case F16 -> Optional.of(ScalarType.F16);
      case BF16 -> Optional.of(ScalarType.BF16);
      case F64, F8_E4M3, F8_E5M2, I64, U64, I32, U32, I16, U16, I8, U8, BOOL -> Optional.empty();
    };
  }
}
