package dev.setun.model.safetensors;

import java.util.Optional;

/// Tensors by name: of one file, or of the shards of a folder.
sealed interface Weights permits SafetensorsFile, Shards {
  /// What errors call it.
  String name();

  /// A tensor, if it is there.
  Optional<StoredTensor> find(String tensor);
}
