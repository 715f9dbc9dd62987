package dev.setun.model.tensor;

/// What may happen to a binary32 scale that goes into a packing with binary16 scales.
public enum ScaleRounding {
  /// It must be a binary16 already; otherwise the packing cannot hold the tensor.
  EXACT,
  /// It is rounded to the nearest, as upstream's quantisers do: codes are kept, scales are not.
  TO_BINARY16
}
