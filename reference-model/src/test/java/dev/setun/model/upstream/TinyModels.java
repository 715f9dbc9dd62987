package dev.setun.model.upstream;

import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.gguf.GgufFile;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.gguf.GgufTensor;
import dev.setun.model.gguf.GgufValue;
import dev.setun.model.gguf.GgufWriter;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorEncoder;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.traces.Json;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// The complete models of golden/tiny and others made of them, as files of a folder.
final class TinyModels {
  static final int PROMPT = 12;
  static final int ROWS = 18;
  static final int VOCABULARY = 288;

  private final Path folder;

  TinyModels(Path folder) {
    this.folder = folder;
  }

  /// A golden file, by the name that its logits have (`i2_s`, `tq2_0-embq8_0`, `f32`).
  Model golden(String name) throws IOException {
    String file = "tiny-b158-" + name + ".gguf";
    byte[] bytes = GoldenFiles.bytes("tiny/" + file + (name.equals("f32") ? ".gz" : ""));
    return Models.load(Files.write(folder.resolve(file), bytes).toString());
  }

  /// The F32 model with its linears and its embedding in other types.
  Model converted(TensorType linears, TensorType embedding) throws IOException {
    return converted("bitnet-b1.58", linears, embedding);
  }

  /// The same as another architecture.
  Model converted(String architecture, TensorType linears, TensorType embedding)
      throws IOException {
    byte[] source = GoldenFiles.bytes("tiny/tiny-b158-f32.gguf.gz");
    GgufFile file = GgufFile.of("f32.gguf", MemorySegment.ofArray(source), GgufOptions.DEFAULT);
    GgufWriter writer = new GgufWriter();
    for (String key : file.metadata().keys()) {
      GgufValue value = file.metadata().find(key).orElseThrow();
      if (key.equals("general.architecture")) {
        value = GgufValue.text(architecture);
      }
      writer.key(key.replace("bitnet-b1.58.", architecture + "."), value);
    }
    for (GgufTensor tensor : file.tensors()) {
      TensorType type = ScalarType.F32;
      if (tensor.dimensions().size() == 2) {
        type = tensor.name().equals("token_embd.weight") ? embedding : linears;
      }
      writer.tensor(
          tensor.name(),
          tensor.dimensions(),
          type,
          GgufWriter.content(encoded(tensor.tensor(), type)));
    }
    Path path = folder.resolve(architecture + linears.label() + embedding.label() + ".gguf");
    writer.write(path, Overwrite.REPLACE);
    return Models.load(path.toString());
  }

  private static MemorySegment encoded(Tensor tensor, TensorType type) {
    MemorySegment bytes =
        MemorySegment.ofArray(new byte[(int) type.byteSize(tensor.rows(), tensor.columns())]);
    switch (type) {
      case ScalarType _, BlockType _ ->
          TensorEncoder.encode(type, tensor.rows(), tensor.columns(), tensor::dequantiseRow, bytes);
      case TernaryPacking packing ->
          TernaryTensor.ofTernaryValues(
                  (int) tensor.rows(), tensor.columns(), tensor::dequantiseRow)
              .pack(packing, ScaleRounding.TO_BINARY16, bytes);
    }
    return bytes;
  }

  /// The prompt, then what is fed one by one.
  static int[] tokens() {
    JsonNode run = Json.read("run.json", GoldenFiles.bytes("tiny/run.json"));
    return IntStream.concat(ids(run.path("prompt")), ids(run.path("forced_decode"))).toArray();
  }

  private static IntStream ids(JsonNode ids) {
    return StreamSupport.stream(ids.spliterator(), false).mapToInt(JsonNode::intValue);
  }
}
