package dev.setun.model.safetensors;

import dev.setun.model.bytes.NameIndex;
import java.util.List;
import java.util.Optional;

/// Tensors by name: of one file, or of the shards of a folder.
sealed interface Weights permits SafetensorsFile, Shards {
  /// What errors call it.
  String name();

  /// The names of all tensors.
  NameIndex names();

  /// All tensors in the order of the names, each made when it is asked for.
  List<StoredTensor> tensors();

  /// A tensor, if it is there.
  Optional<StoredTensor> find(String tensor);
}
