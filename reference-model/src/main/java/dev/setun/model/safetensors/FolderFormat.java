package dev.setun.model.safetensors;

import dev.setun.model.tensor.ScalarType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the linears of a folder are stored in.
public enum FolderFormat {
  /// Packed, four weights a byte, with a scale beside each (spec 3.1).
  U8("u8"),
  /// Master weights, which become ternary when they are loaded.
  MASTERS_BF16("masters-bf16"),
  MASTERS_F16("masters-f16"),
  MASTERS_F32("masters-f32");

  private final String label;

  FolderFormat(String label) {
    this.label = label;
  }

  /// Its name on the command line.
  public String label() {
    return label;
  }

  /// All names, for messages.
  public static String labels() {
    return Arrays.stream(values()).map(FolderFormat::label).collect(Collectors.joining(", "));
  }

  /// The format of a name, if there is one.
  public static Optional<FolderFormat> find(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.label.equals(name)).findFirst();
  }

  /// The type of master weights, if these are.
  Optional<ScalarType> masters() {
    return switch (this) {
      case U8 -> Optional.empty();
      case MASTERS_BF16 -> Optional.of(ScalarType.BF16);
      case MASTERS_F16 -> Optional.of(ScalarType.F16);
      case MASTERS_F32 -> Optional.of(ScalarType.F32);
    };
  }
}
