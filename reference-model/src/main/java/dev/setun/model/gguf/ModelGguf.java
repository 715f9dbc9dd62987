package dev.setun.model.gguf;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.tensor.DensePieces;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TensorPieces;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryScale;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.model.tokenizer.TokenizerLists;
import dev.setun.traces.InputException;
import java.util.List;
import java.util.Optional;

/// A model that did not come from GGUF, as a GGUF file with the same logits.
///
/// Its architecture is the one whose graph is the model's (spec 1.3); norms are F32, and in `llama`
/// the rows of q and k lie in the order of the interleaved rotation (spec 7, trap 13).
///
/// @param model with one scale in each linear
/// @param tokenizer what its tokenizer is made of
/// @param format of the linears of the result
/// @param kernels tile sizes for TL1 and TL2
/// @param embedding type of the embedding and of a head of its own, if not what they are
/// @param rounding whether scales and the embedding may be rounded to what holds them
public record ModelGguf(
    Model model,
    TokenizerLists tokenizer,
    LinearFormat format,
    TlKernelConfig kernels,
    Optional<TensorType> embedding,
    ScaleRounding rounding) {
  /// The file, to be written.
  ///
  /// @throws InputException if GGUF, or a format, cannot hold the model
  public PiecewiseGguf file() {
    ModelConfig config = model.config();
    boolean ownHead = !model.head().equals(model.embedding());
    Architecture architecture =
        Architecture.of(model.name(), config.activation(), subNorms(), ownHead);
    requireExactBase();
    PiecewiseGguf file = new PiecewiseGguf();
    ModelKeys.addShape(
        file,
        architecture.label(),
        architecture.label() + ", converted from safetensors",
        config,
        model.tokenizer().conventions().beginsText(),
        format.fileType());
    ModelKeys.addTokenizer(file, tokenizer, config, model.tokenizer().conventions());
    addDense(file, "token_embd.weight", model.embedding());
    for (int layer = 0; layer < config.layers(); layer++) {
      addLayer(file, "blk." + layer + ".", model.layers().get(layer), architecture);
    }
    addNorm(file, "output_norm.weight", model.finalNorm());
    if (ownHead) {
      addDense(file, "output.weight", model.head());
    }
    return file;
  }

  /// What GGUF has no place for and no logit depends on, a line each.
  public List<String> lost() {
    return ModelKeys.lost(tokenizer, model.config(), model.tokenizer().conventions());
  }

  /// Whether layers have norms inside, which all or none must have.
  private boolean subNorms() {
    long norms =
        model.layers().stream()
            .mapToLong(layer ->
                layer.attentionSubNorm().stream().count()
                    + layer.feedForwardSubNorm().stream().count())
            .sum();
    if (norms != 0 && norms != 2L * model.layers().size()) {
      throw new InputException(
          model.name(), "GGUF has no architecture with one norm inside of a layer, found " + norms);
    }
    return norms != 0;
  }

  private void requireExactBase() {
    double base = model.config().ropeTheta();
    if ((float) base != base && rounding == ScaleRounding.EXACT) {
      throw new InputException(
          model.name() + ": rope_theta",
          "GGUF's rope.freq_base is a binary32, which cannot hold "
              + base
              + " (--round allows it)");
    }
  }

  private void addLayer(
      PiecewiseGguf file, String prefix, Model.Layer layer, Architecture architecture) {
    addNorm(file, prefix + "attn_norm.weight", layer.attentionNorm());
    layer
        .attentionSubNorm()
        .ifPresent(norm -> addNorm(file, prefix + "attn_sub_norm.weight", norm));
    addNorm(file, prefix + "ffn_norm.weight", layer.feedForwardNorm());
    layer
        .feedForwardSubNorm()
        .ifPresent(norm -> addNorm(file, prefix + "ffn_sub_norm.weight", norm));
    for (LinearOp op : LinearOp.values()) {
      Model.Linear linear = layer.linear(op);
      TernaryMatrix weights =
          switch (op) {
            case ATTN_Q, ATTN_K ->
                architecture.interleavesHeads()
                    ? InterleavedHeads.forFile(linear.weights(), model.config().headSize())
                    : linear.weights();
            case ATTN_V, ATTN_OUTPUT, FFN_GATE, FFN_UP, FFN_DOWN -> linear.weights();
          };
      String name = prefix + op.label() + ".weight";
      TernaryScale scale = new TernaryScale.PerTensor(linear.scale());
      addLinear(file, name, new TernaryTensor(weights, scale));
    }
  }

  private void addLinear(PiecewiseGguf file, String name, TernaryTensor linear) {
    LinearPieces writer = new LinearPieces(format, kernels, rounding);
    String where = model.name() + ": tensor " + name;
    int rows = linear.weights().rows();
    int columns = linear.weights().columns();
    TensorType type = writer.type(where, rows, columns);
    file.matrix(name, rows, columns, type, writer.of(where, linear, type));
  }

  private void addDense(PiecewiseGguf file, String name, DenseMatrix matrix) {
    TensorType type = embedding.or(() -> DensePieces.typeOf(matrix)).orElse(ScalarType.F32);
    DensePieces pieces = new DensePieces(model.name() + ": tensor " + name, matrix, type, rounding);
    file.matrix(name, matrix.rows(), matrix.columns(), type, pieces.pieces());
  }

  private static void addNorm(PiecewiseGguf file, String name, float[] norm) {
    file.vector(
        name,
        norm.length,
        ScalarType.F32,
        TensorPieces.plain(
            ScalarType.F32,
            1,
            norm.length,
            (_, into) -> System.arraycopy(norm, 0, into, 0, norm.length)));
  }
}
