package dev.setun.model.gguf;

import dev.setun.model.LinearOp;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.DensePieces;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorPieces;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
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
    LinearPieces writer = new LinearPieces(format, kernels, rounding);
    TensorType type =
        writer.type(content.where(), Math.toIntExact(content.rows()), content.columns());
    if (type.equals(content.type())) {
      addAsItIs(file, tensor);
      return;
    }
    Supplier<List<Supplier<byte[]>>> pieces =
        () -> writer.of(content.where(), GgufWeights.ternary(content), type);
    file.tensor(
        tensor.name(),
        tensor.dimensions(),
        type,
        switch (content.type()) {
          case TernaryPacking _ -> pieces.get();
          case ScalarType _, BlockType _ -> List.of(() -> DensePieces.joined(pieces.get()));
        });
  }

  private void addDense(PiecewiseGguf file, GgufTensor tensor, TensorType type) {
    Tensor content = tensor.tensor();
    DensePieces pieces = new DensePieces(content.where(), content.dense(), type, rounding);
    file.tensor(tensor.name(), tensor.dimensions(), type, pieces.pieces());
  }
}
