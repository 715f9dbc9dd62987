package dev.setun.model.fuzz;

import dev.setun.model.safetensors.SafetensorsFile;
import dev.setun.model.safetensors.StoredTensor;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Safetensors: opens, and reads the first and the last element of every tensor.
final class SafetensorsTarget implements FuzzTarget {
  private static final List<byte[]> WORDS =
      Stream.concat(
              JsonWords.ALL.stream(),
              Stream.of(
                      "\"dtype\"",
                      "\"shape\"",
                      "\"data_offsets\"",
                      "\"__metadata__\"",
                      "\"F32\"",
                      "\"F16\"",
                      "\"BF16\"",
                      "\"U8\"",
                      "\"I64\"",
                      "[0,0]",
                      "[4294967296,4294967296]",
                      "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},")
                  .map(word -> word.getBytes(StandardCharsets.UTF_8)))
          .toList();

  private final float[] element = new float[1];

  @Override
  public String name() {
    return "safetensors";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        TensorFile.file("{}"),
        TensorFile.file(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}", new byte[24]),
        TensorFile.file(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"model.layers.0.mlp.up_proj.weight\":"
                + "{\"dtype\":\"U8\",\"shape\":[4,8],\"data_offsets\":[0,32]},"
                + "\"model.layers.0.mlp.up_proj.weight_scale\":"
                + "{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[32,34]},"
                + "\"model.norm.weight\":"
                + "{\"dtype\":\"F16\",\"shape\":[8],\"data_offsets\":[34,50]}}  ",
            new byte[50]));
  }

  /// The length of the header; its other numbers are text.
  @Override
  public List<Field> fields(byte[] input) {
    return input.length < 8 ? List.of() : List.of(new Field(0, 8));
  }

  @Override
  public List<byte[]> words() {
    return WORDS;
  }

  /// Mostly makes the length of the header that of the JSON again, as far as braces tell.
  @Override
  public byte[] repair(byte[] input, RandomGenerator random) {
    if (random.nextInt(4) > 0) {
      TensorFile.repair(input, 0, input.length);
    }
    return input;
  }

  /// The exception and its trace.
  @Override
  public long constantBytes() {
    return 32 << 10;
  }

  @Override
  public long read(byte[] input) {
    SafetensorsFile file = SafetensorsFile.parse("fuzz.safetensors", MemorySegment.ofArray(input));
    long kind = file.tensors().size();
    for (StoredTensor tensor : file.tensors()) {
      kind = kind * 31 + tensor.type().ordinal() * 8L + tensor.shape().size();
      tensor.type().scalar().ifPresent(type -> readEnds(tensor, type));
    }
    return kind;
  }

  private void readEnds(StoredTensor tensor, ScalarType type) {
    if (tensor.elements() > 0) {
      Tensor column = new Tensor(tensor.where(), type, tensor.elements(), 1, tensor.data());
      column.dequantiseRow(0, element);
      column.dequantiseRow(tensor.elements() - 1, element);
    }
  }
}
