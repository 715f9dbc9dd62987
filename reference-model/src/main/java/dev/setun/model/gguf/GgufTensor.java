package dev.setun.model.gguf;

import dev.setun.model.tensor.Tensor;
import java.util.List;

/// A tensor of a file.
///
/// @param name its name
/// @param dimensions one to four, the contiguous one first
/// @param offset where its bytes are, from the start of the file
/// @param tensor the bytes and what they mean; all dimensions but the first are rows
public record GgufTensor(String name, List<Long> dimensions, long offset, Tensor tensor) {
  public GgufTensor {
    dimensions = List.copyOf(dimensions);
  }
}
