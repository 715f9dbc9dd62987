package dev.setun.model.gguf;

import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.HfPacked;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.model.tensor.Tl1;
import dev.setun.model.tensor.Tl2;
import dev.setun.model.tensor.TlKernel;
import java.util.Optional;

/// The numbers of tensor types, and which program's numbers a file means (spec 3.2).
///
/// bitnet.cpp gave 36 to 39 to I2_S, I8_S, TL1 and TL2; llama.cpp has retired types under 36 to 38
/// and MXFP4 under 39. The evidence is `general.architecture` (the names that bitnet.cpp's models
/// have begin with "bitnet") and `general.file_type` (bitnet.cpp: 38 TL1, 39 TL2, 40 I2_S;
/// llama.cpp: 38 MXFP4).
final class TypeNumbers {
  static final int I2_S = 36;
  private static final int I8_S = 37;
  private static final int TL1 = 38;
  private static final int TL2 = 39;
  private static final int Q1_0 = 41;

  private static final long UNKNOWN_FILE_TYPE = -1;

  private final GgufOptions options;
  private final boolean bitnetArchitecture;
  private final long fileType;
  private final String evidence;

  TypeNumbers(GgufMetadata metadata, GgufOptions options) {
    this.options = options;
    Optional<String> architecture = metadata.text("general.architecture");
    this.bitnetArchitecture = architecture.orElse("").startsWith("bitnet");
    this.fileType = metadata.whole("general.file_type").orElse(UNKNOWN_FILE_TYPE);
    this.evidence =
        "general.architecture "
            + architecture.map(Cursor::shown).orElse("missing")
            + ", general.file_type "
            + (fileType == UNKNOWN_FILE_TYPE ? "missing" : fileType);
  }

  /// The number of a type in a file.
  ///
  /// @throws IllegalArgumentException for [HfPacked], which GGUF does not have
  static int numberOf(TensorType type) {
    return switch (type) {
      case ScalarType scalar ->
          switch (scalar) {
            case F32 -> 0;
            case F16 -> 1;
            case BF16 -> 30;
          };
      case BlockType block ->
          switch (block) {
            case Q4_0 -> 2;
            case Q8_0 -> 8;
            case Q6_K -> 14;
          };
      case TernaryBlocks blocks ->
          switch (blocks) {
            case TQ1_0 -> 34;
            case TQ2_0 -> 35;
          };
      case I2s _ -> I2_S;
      case Tl1 _ -> TL1;
      case Tl2 _ -> TL2;
      case HfPacked _ -> throw new IllegalArgumentException("GGUF has no type HF_U8");
    };
  }

  /// The type that a number means in this file for a matrix of this shape.
  ///
  /// @throws IllegalArgumentException with what was expected and found, if there is none
  TensorType typeOf(int number, long rows, long columns) {
    return switch (number) {
      case 0 -> ScalarType.F32;
      case 1 -> ScalarType.F16;
      case 2 -> BlockType.Q4_0;
      case 8 -> BlockType.Q8_0;
      case 14 -> BlockType.Q6_K;
      case 30 -> ScalarType.BF16;
      case 34 -> TernaryBlocks.TQ1_0;
      case 35 -> TernaryBlocks.TQ2_0;
      case I2_S, I8_S, TL1, TL2 -> colliding(number, rows, columns);
      default ->
          throw new IllegalArgumentException(
              "expected a tensor type F32, F16, BF16, Q4_0, Q6_K, Q8_0, TQ1_0, TQ2_0, I2_S, TL1 or"
                  + " TL2, found number "
                  + Integer.toUnsignedString(number)
                  + (number == Q1_0 ? ", which is Q1_0 in llama.cpp" : ""));
    };
  }

  private TensorType colliding(int number, long rows, long columns) {
    requireBitnetCpp(number);
    return switch (number) {
      case I2_S -> options.i2sLayout();
      case TL1 -> new Tl1(kernel("TL1", rows, columns));
      case TL2 -> Tl2.of(kernel("TL2", rows, columns));
      default ->
          throw new IllegalArgumentException(
              "expected a type of weights, found number 37, which is I8_S, a type of activations, in"
                  + " bitnet.cpp");
    };
  }

  private void requireBitnetCpp(int number) {
    boolean bitnetCpp =
        switch (options.dialect()) {
          case BITNET_CPP -> true;
          case LLAMA_CPP -> false;
          case BY_CONTENT -> saysBitnetCpp(number);
        };
    if (!bitnetCpp) {
      String inLlamaCpp = number == TL2 ? "MXFP4" : "a retired type";
      throw new IllegalArgumentException(
          "tensor type "
              + number
              + " is "
              + inLlamaCpp
              + " in llama.cpp and "
              + nameInBitnetCpp(number)
              + " in bitnet.cpp; expected a file of bitnet.cpp, found "
              + (options.dialect() == Dialect.LLAMA_CPP ? "the dialect llama.cpp" : evidence)
              + " (--gguf-dialect says whose numbers a file has)");
    }
  }

  /// A file type that names another type than the tensor has speaks against bitnet.cpp for 39 only,
  /// which is alive in llama.cpp.
  private boolean saysBitnetCpp(int number) {
    return switch (number) {
      case I2_S, I8_S -> bitnetArchitecture || fileType == LinearFormat.I2_S.fileType();
      case TL1 -> bitnetArchitecture || fileType == LinearFormat.TL1.fileType();
      default ->
          fileType == LinearFormat.TL2.fileType()
              || bitnetArchitecture && fileType == UNKNOWN_FILE_TYPE;
    };
  }

  private static String nameInBitnetCpp(int number) {
    return switch (number) {
      case I2_S -> "I2_S";
      case I8_S -> "I8_S";
      case TL1 -> "TL1";
      default -> "TL2";
    };
  }

  private TlKernel kernel(String label, long rows, long columns) {
    return options
        .kernels()
        .find(rows, columns)
        .orElseThrow(() ->
            new IllegalArgumentException(
                label
                    + " depends on the kernel configuration of the conversion, which no file"
                    + " holds; expected one for "
                    + rows
                    + " x "
                    + columns
                    + ", found "
                    + options.kernels().shapes()
                    + " (--tl-config gives it)"));
  }
}
