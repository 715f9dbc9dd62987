package dev.setun.model.tensor;

import java.util.Optional;

/// How the elements of a matrix are encoded. A matrix is `rows` outputs by `columns` inputs,
/// row-major; what GGUF calls ne\[0\] is `columns`.
public sealed interface TensorType permits ScalarType, BlockType, TernaryPacking {
  /// The name of the type as llama.cpp or bitnet.cpp prints it, for example `I2_S`.
  String label();

  /// Why no matrix of this shape can be held, or nothing when one can.
  ///
  /// @param rows any value
  /// @param columns any value
  Optional<String> shapeProblem(long rows, long columns);

  /// Bytes of a matrix, with the scale and padding that belong to it.
  ///
  /// @throws IllegalArgumentException if [#shapeProblem] has something to say
  long byteSize(long rows, long columns);

  /// As [#byteSize], for a shape that is known to be good.
  ///
  /// @throws IllegalArgumentException with the problem, if there is one
  static void requireShape(TensorType type, long rows, long columns) {
    Optional<String> problem = type.shapeProblem(rows, columns);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
  }
}
