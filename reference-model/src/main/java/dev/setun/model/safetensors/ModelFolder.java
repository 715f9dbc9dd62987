package dev.setun.model.safetensors;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.WeightSource;
import dev.setun.model.tensor.DensePieces;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.HfPacked;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TensorPieces;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryScale;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.traces.AtomicFile;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// A model as a folder in the Hugging Face layout, with the same logits: config.json, one
/// model.safetensors, and the files of the tokenizer.
///
/// Norms, and a scale beside packed weights, are BF16 where that holds them and F32 elsewhere.
///
/// @param model with one scale in each linear
/// @param config config.json of the source, to be changed where the linears are another kind, or an
///   empty object
/// @param tokenizer the files of the tokenizer, by name
/// @param format of the linears
/// @param embedding type of the embedding and of a head of its own, if not what they are; types of
///   GGUF alone become F32
/// @param rounding whether scales and the embedding may be rounded to what holds them
public record ModelFolder(
    Model model,
    ObjectNode config,
    SequencedMap<String, byte[]> tokenizer,
    FolderFormat format,
    Optional<ScalarType> embedding,
    ScaleRounding rounding) {
  /// Files that would change how the folder is read.
  private static final List<String> READ_FIRST =
      List.of(
          "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "added_tokens.json");

  /// Writes the folder; what the format cannot hold is refused before anything is written, but for
  /// values of the embedding.
  ///
  /// @param progress told the share of the tensor bytes that is written
  /// @throws InputException if a folder of this format cannot hold the model, or a file is there
  public void write(Path folder, Overwrite overwrite, int threads, DoubleConsumer progress)
      throws IOException {
    requireFree(folder, overwrite);
    ObjectNode settings = new HfConfigWriter(model, config, divides()).config(format);
    weights().write(folder.resolve(HfNames.WEIGHTS), overwrite, threads, progress);
    for (Map.Entry<String, byte[]> file : tokenizer.entrySet()) {
      AtomicFile.write(folder.resolve(file.getKey()), overwrite, out -> out.write(file.getValue()));
    }
    AtomicFile.write(folder.resolve(HfNames.CONFIG), overwrite, Json.file(settings));
  }

  private void requireFree(Path folder, Overwrite overwrite) {
    for (String name : READ_FIRST) {
      if (!tokenizer.containsKey(name) && Files.exists(folder.resolve(name))) {
        throw new InputException(
            folder.resolve(name).toString(),
            "expected no file of this name, which would change how the result is read, found one");
      }
    }
    for (String name : List.of(HfNames.WEIGHTS, HfNames.CONFIG)) {
      if (overwrite == Overwrite.REFUSE && Files.exists(folder.resolve(name))) {
        throw new InputException(
            folder.resolve(name).toString(), "expected no file, found one (--force replaces it)");
      }
    }
  }

  /// Whether a scale beside packed weights divides, as in the source, so that it stays what it is.
  private boolean divides() {
    return model.layers().stream()
        .flatMap(layer -> layer.linears().values().stream())
        .allMatch(linear -> linear.source() instanceof WeightSource.Divided);
  }

  private PiecewiseSafetensors weights() {
    PiecewiseSafetensors file = new PiecewiseSafetensors();
    addDense(file, HfNames.EMBEDDING, model.embedding());
    for (int number = 0; number < model.layers().size(); number++) {
      addLayer(file, HfNames.layer(number), model.layers().get(number));
    }
    addVector(file, HfNames.FINAL_NORM, model.finalNorm());
    if (!model.head().equals(model.embedding())) {
      addDense(file, HfNames.HEAD, model.head());
    }
    return file;
  }

  private void addLayer(PiecewiseSafetensors file, String prefix, Model.Layer layer) {
    addVector(file, prefix + HfNames.ATTENTION_NORM, layer.attentionNorm());
    for (LinearOp op :
        List.of(LinearOp.ATTN_Q, LinearOp.ATTN_K, LinearOp.ATTN_V, LinearOp.ATTN_OUTPUT)) {
      addLinear(file, prefix + HfNames.linear(op), layer.linear(op));
    }
    layer
        .attentionSubNorm()
        .ifPresent(norm -> addVector(file, prefix + HfNames.ATTENTION_SUB_NORM, norm));
    addVector(file, prefix + HfNames.FEED_FORWARD_NORM, layer.feedForwardNorm());
    for (LinearOp op : List.of(LinearOp.FFN_GATE, LinearOp.FFN_UP, LinearOp.FFN_DOWN)) {
      addLinear(file, prefix + HfNames.linear(op), layer.linear(op));
    }
    layer
        .feedForwardSubNorm()
        .ifPresent(norm -> addVector(file, prefix + HfNames.FEED_FORWARD_SUB_NORM, norm));
  }

  private void addLinear(PiecewiseSafetensors file, String path, Model.Linear linear) {
    String where = model.name() + ": " + path;
    TernaryTensor ternary = new TernaryTensor(linear.weights(), scale(where, linear));
    long rows = linear.weights().rows();
    long columns = linear.weights().columns();
    Optional<ScalarType> masters = format.masters();
    if (masters.isPresent()) {
      file.tensor(
          path + ".weight",
          StoredType.of(masters.get()),
          List.of(rows, columns),
          TensorPieces.plain(
              masters.get(),
              rows,
              (int) columns,
              Masters.of(where, linear.weights(), linear.scale(), masters.get(), rounding)));
      return;
    }
    file.tensor(
        path + ".weight",
        StoredType.U8,
        List.of(HfPacked.packedRows(rows), columns),
        TensorPieces.ternary(ternary, HfPacked.U8, rounding));
    addVector(file, path + ".weight_scale", new float[] {storedScale(where, linear)});
  }

  private static TernaryScale scale(String where, Model.Linear linear) {
    if (!linear.hasOneScale()) {
      throw new InputException(
          where, "a folder has one scale for a linear, found blocks with different ones");
    }
    if (linear.factor() != 1) {
      throw new InputException(
          where, "a folder has no factor of a result, found a .scale of " + linear.factor());
    }
    return new TernaryScale.PerTensor(linear.scale());
  }

  private float storedScale(String where, Model.Linear linear) {
    float stored =
        divides() && linear.source() instanceof WeightSource.Divided(float scale)
            ? scale
            : linear.scale();
    if (!(stored > 0)) {
      throw new InputException(where, "a folder has positive scales, found " + stored);
    }
    return stored;
  }

  private void addDense(PiecewiseSafetensors file, String name, DenseMatrix matrix) {
    ScalarType type = embedding.orElseGet(() -> usual(matrix));
    file.tensor(
        name,
        StoredType.of(type),
        List.of((long) matrix.rows(), (long) matrix.columns()),
        new DensePieces(model.name() + ": " + name, matrix, type, rounding).pieces());
  }

  /// What the matrix has now, or what holds it.
  private static ScalarType usual(DenseMatrix matrix) {
    Optional<TensorType> type = DensePieces.typeOf(matrix);
    return type.isPresent() && type.get() instanceof ScalarType scalar ? scalar : ScalarType.F32;
  }

  private static void addVector(PiecewiseSafetensors file, String name, float[] values) {
    ScalarType type = ScalarType.BF16;
    for (float value : values) {
      if (HalfFloats.roundToBfloat16(value) != value) {
        type = ScalarType.F32;
      }
    }
    List<Supplier<byte[]>> pieces =
        TensorPieces.plain(
            type,
            1,
            values.length,
            (_, into) -> System.arraycopy(values, 0, into, 0, values.length));
    file.tensor(name, StoredType.of(type), List.of((long) values.length), pieces);
  }
}
