package dev.setun.model.gguf;

import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.model.tensor.Tl1;
import dev.setun.model.tensor.Tl2;
import dev.setun.model.tensor.TlKernel;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the linears of a GGUF file are stored in, by the name of the whole file's type.
public enum LinearFormat {
  F32("f32", 0),
  F16("f16", 1),
  BF16("bf16", 32),
  TQ1_0("tq1_0", 36),
  TQ2_0("tq2_0", 37),
  TL1("tl1", 38),
  TL2("tl2", 39),
  I2_S("i2_s", 40),
  /// I2_S in the layout of ARM builds, which no header tells apart.
  I2_S_ARM("i2_s-arm", 40);

  private final String label;
  private final int fileType;

  LinearFormat(String label, int fileType) {
    this.label = label;
    this.fileType = fileType;
  }

  /// Its name on the command line.
  public String label() {
    return label;
  }

  /// `general.file_type`, in the numbers of bitnet.cpp (spec 3.2).
  public int fileType() {
    return fileType;
  }

  /// The type of a linear of a shape.
  ///
  /// @param kernels tile sizes for TL1 and TL2
  /// @throws InputException if the tile sizes for the shape are missing, or not good
  public TensorType type(int rows, int columns, TlKernelConfig kernels) {
    return switch (this) {
      case F32 -> ScalarType.F32;
      case F16 -> ScalarType.F16;
      case BF16 -> ScalarType.BF16;
      case TQ1_0 -> TernaryBlocks.TQ1_0;
      case TQ2_0 -> TernaryBlocks.TQ2_0;
      case I2_S -> I2s.X86_128;
      case I2_S_ARM -> I2s.ARM_64;
      case TL1, TL2 -> tiled(rows, columns, kernels);
    };
  }

  private TensorType tiled(int rows, int columns, TlKernelConfig kernels) {
    TlKernel kernel =
        kernels
            .find(rows, columns)
            .orElseThrow(() ->
                new InputException(
                    label + ", " + rows + " x " + columns,
                    "expected the tile sizes of this shape (--tl-config), found "
                        + kernels.shapes()));
    try {
      return this == TL1 ? new Tl1(kernel) : new Tl2(kernel);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          label + ", " + rows + " x " + columns, String.valueOf(e.getMessage()), e);
    }
  }

  /// The format of a name.
  ///
  /// @throws InputException if there is none
  public static LinearFormat parse(String option, String text) {
    return find(text)
        .orElseThrow(
            () -> new InputException(option, "expected one of " + labels() + ", found " + text));
  }

  /// The format of a name, if there is one.
  public static Optional<LinearFormat> find(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.label.equals(name)).findFirst();
  }

  /// All names, for messages.
  public static String labels() {
    return Arrays.stream(values()).map(LinearFormat::label).collect(Collectors.joining(", "));
  }
}
