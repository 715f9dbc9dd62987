package dev.setun.model.gguf;

import dev.setun.model.LinearOp;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorPieces;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A GGUF file with its linears in another packing, and all else as it is.
///
/// Nothing is lost unless rounding is allowed: a packing that cannot hold a weight, a scale or the
/// shape of a linear is refused. What a packing adds is not kept: the scale of a block of zeros
/// only counts for nothing and becomes 0.
///
/// @param source the file
/// @param format of the linears of the result
/// @param kernels tile sizes for TL1 and TL2 as the result
/// @param embedding type of the embedding and of a head of its own, if not what they are
/// @param rounding whether scales and the embedding may be rounded to what holds them
public record GgufConversion(
    GgufFile source,
    LinearFormat format,
    TlKernelConfig kernels,
    Optional<TensorType> embedding,
    ScaleRounding rounding) {
  private static final Pattern LINEAR =
      Pattern.compile(
          "blk\\.[0-9]+\\.("
              + Arrays.stream(LinearOp.values())
                  .map(LinearOp::label)
                  .collect(Collectors.joining("|"))
              + ")\\.weight");
  private static final List<String> DENSE = List.of("token_embd.weight", "output.weight");
  private static final String FILE_TYPE = "general.file_type";
  private static final int DENSE_PIECE_ELEMENTS = 1 << 20;

  /// The result, to be written. Linears that are packed are checked now; those that are numbers,
  /// and the embedding, while they are written.
  ///
  /// @throws InputException if there is no linear, or the target cannot hold one
  public PiecewiseGguf file() {
    PiecewiseGguf file = new PiecewiseGguf();
    addKeys(file);
    boolean any = false;
    for (GgufTensor tensor : source.tensors()) {
      if (LINEAR.matcher(tensor.name()).matches()) {
        any = true;
        addLinear(file, tensor);
      } else if (embedding.isPresent() && DENSE.contains(tensor.name())) {
        addDense(file, tensor, embedding.get());
      } else {
        addAsItIs(file, tensor);
      }
    }
    if (!any) {
      throw new InputException(source.name(), "expected linears (blk.0.attn_q.weight), found none");
    }
    return file;
  }

  private void addKeys(PiecewiseGguf file) {
    GgufMetadata metadata = source.metadata();
    GgufValue fileType = GgufValue.uint32(format.fileType());
    for (String key : metadata.keys()) {
      metadata
          .find(key)
          .ifPresent(value -> file.key(key, key.equals(FILE_TYPE) ? fileType : value));
    }
    file.key(FILE_TYPE, fileType);
  }

  private static void addAsItIs(PiecewiseGguf file, GgufTensor tensor) {
    Tensor content = tensor.tensor();
    file.tensor(
        tensor.name(), tensor.dimensions(), content.type(), TensorPieces.copy(content.data()));
  }

  private void addLinear(PiecewiseGguf file, GgufTensor tensor) {
    Tensor content = tensor.tensor();
    TensorType type = targetType(content);
    if (type.equals(content.type())) {
      addAsItIs(file, tensor);
      return;
    }
    List<Supplier<byte[]>> pieces =
        switch (content.type()) {
          case TernaryPacking _ -> pieces(content, type);
          case ScalarType _, BlockType _ -> List.of(() -> joined(pieces(content, type)));
        };
    file.tensor(tensor.name(), tensor.dimensions(), type, pieces);
  }

  private TensorType targetType(Tensor content) {
    try {
      return format.type(Math.toIntExact(content.rows()), content.columns(), kernels);
    } catch (InputException e) {
      throw new InputException(content.where(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<Supplier<byte[]>> pieces(Tensor content, TensorType type) {
    TernaryTensor ternary = GgufWeights.ternary(content);
    return switch (type) {
      case TernaryPacking packing -> {
        require(content, ternary.obstacle(packing, rounding));
        yield TensorPieces.ternary(ternary, packing, rounding);
      }
      case ScalarType scalar -> {
        require(content, ternary.obstacle(scalar, rounding));
        yield TensorPieces.plain(scalar, content.rows(), content.columns(), content::dequantiseRow);
      }
      case BlockType blocks ->
          throw new IllegalStateException("linears are not written as " + blocks.label());
    };
  }

  private static void require(Tensor content, Optional<String> obstacle) {
    if (obstacle.isPresent()) {
      throw new InputException(content.where(), obstacle.get());
    }
  }

  private static byte[] joined(List<Supplier<byte[]>> pieces) {
    List<byte[]> parts = pieces.stream().map(Supplier::get).toList();
    byte[] all = new byte[Math.toIntExact(parts.stream().mapToLong(part -> part.length).sum())];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private void addDense(PiecewiseGguf file, GgufTensor tensor, TensorType type) {
    Tensor content = tensor.tensor();
    if (type.equals(content.type())) {
      addAsItIs(file, tensor);
      return;
    }
    require(content, type.shapeProblem(content.rows(), content.columns()));
    List<Supplier<byte[]>> pieces = new ArrayList<>();
    long step = Math.max(1, DENSE_PIECE_ELEMENTS / content.columns());
    for (long first = 0; first < content.rows(); first += step) {
      long from = first;
      long count = Math.min(step, content.rows() - from);
      pieces.add(() -> dense(content, type, from, count));
    }
    file.tensor(tensor.name(), tensor.dimensions(), type, pieces);
  }

  /// Some rows in another type, read back and compared unless rounding is allowed.
  private byte[] dense(Tensor content, TensorType type, long from, long count) {
    int columns = content.columns();
    byte[] bytes =
        joined(
            TensorPieces.plain(
                type, count, columns, (row, into) -> content.dequantiseRow(from + row, into)));
    if (rounding == ScaleRounding.EXACT) {
      Tensor written =
          new Tensor(content.where(), type, count, columns, MemorySegment.ofArray(bytes));
      float[] expected = new float[columns];
      float[] found = new float[columns];
      for (long row = 0; row < count; row++) {
        content.dequantiseRow(from + row, expected);
        written.dequantiseRow(row, found);
        requireEqual(content, type, from + row, expected, found);
      }
    }
    return bytes;
  }

  private static void requireEqual(
      Tensor content, TensorType type, long row, float[] expected, float[] found) {
    for (int column = 0; column < expected.length; column++) {
      if (expected[column] != found[column]) {
        throw new InputException(
            content.where(),
            type.label()
                + " cannot hold row "
                + row
                + ", column "
                + column
                + ": expected "
                + expected[column]
                + ", found "
                + found[column]
                + " (--round allows it)");
      }
    }
  }
}
