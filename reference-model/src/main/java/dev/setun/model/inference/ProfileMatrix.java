package dev.setun.model.inference;

import dev.setun.model.DenseMatrix;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.TensorMatrix;

/// The embedding or the head as a profile has it: what the file holds or, where the program that
/// the profile is of would keep it in another format, its values rounded to that.
final class ProfileMatrix {
  private ProfileMatrix() {}

  static DenseMatrix of(Profile profile, DenseMatrix matrix) {
    return switch (profile) {
      case CANONICAL, PLAIN -> matrix;
      // What is not from a GGUF file becomes F16 when bitnet.cpp's converter writes one.
      case BITNET_CPP ->
          matrix instanceof TensorMatrix ? matrix : new Rounded(matrix, Format.BINARY16);
      case HF -> new Rounded(matrix, Format.BFLOAT16);
    };
  }

  private enum Format {
    BINARY16,
    BFLOAT16
  }

  private record Rounded(DenseMatrix matrix, Format format) implements DenseMatrix {
    @Override
    public int rows() {
      return matrix.rows();
    }

    @Override
    public int columns() {
      return matrix.columns();
    }

    @Override
    public void row(int row, float[] into, int from) {
      matrix.row(row, into, from);
      for (int i = from; i < from + columns(); i++) {
        into[i] =
            switch (format) {
              case BINARY16 -> HalfFloats.roundToBinary16(into[i]);
              case BFLOAT16 -> HalfFloats.roundToBfloat16(into[i]);
            };
      }
    }

    @Override
    public long byteSize() {
      return matrix.byteSize();
    }
  }
}
