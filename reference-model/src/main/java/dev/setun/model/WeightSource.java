package dev.setun.model;

import dev.setun.model.tensor.TensorType;

/// Where the weights of a ternary linear come from, as far as the arithmetic of the program that
/// the file was made for depends on it. Profiles of our own do not look at it.
public sealed interface WeightSource {
  /// Made in memory: weights and a scale, nothing else is known.
  record InMemory() implements WeightSource {}

  /// A tensor of a GGUF file. Upstream multiplies each type in its own way.
  ///
  /// @param type ternary, or F32, F16 or BF16 holding -scale, 0 and +scale
  record Gguf(TensorType type) implements WeightSource {}

  /// Master weights of a Hugging Face folder, made ternary when they were loaded.
  record Masters() implements WeightSource {}

  /// Packed weights of a Hugging Face folder whose class, AutoBitLinear, multiplies by the stored
  /// weight_scale, which is the scale of the linear.
  record Multiplied() implements WeightSource {}

  /// Packed weights of a Hugging Face folder whose class, BitLinear, divides by the stored
  /// weight_scale.
  record Divided(float weightScale) implements WeightSource {}
}
