package dev.setun.model;

import dev.setun.traces.Sha256;
import java.util.Optional;

/// The weights of one linear: `rows` outputs (N) by `columns` inputs (K), each -1, 0 or +1, without
/// the scale.
///
/// Implementations keep the packing of the file they come from, so a matrix can be a view of mapped
/// memory. Reading is safe from any thread.
public interface TernaryMatrix {
  /// Outputs, N, at least 1.
  int rows();

  /// Inputs, K, at least 1.
  int columns();

  /// Writes row `row` as bytes -1, 0, +1 to `into[0 .. columns)`.
  void unpackRow(int row, byte[] into);

  /// The scales that the packing keeps for every 256 columns of every row; most keep none. Whether
  /// they differ is not said here.
  default Optional<BlockScales> blockScales() {
    return Optional.empty();
  }

  /// Bytes that the weights occupy where they lie, in memory or in a mapped file.
  default long byteSize() {
    return (long) rows() * columns();
  }

  /// SHA-256 of everything that decides the weights: equal digests, equal weights. The same weights
  /// in another packing may have another digest.
  default byte[] digest() {
    var into = new Sha256();
    into.update("trits");
    into.update(rows());
    into.update(columns());
    byte[] row = new byte[columns()];
    for (int i = 0; i < rows(); i++) {
      unpackRow(i, row);
      into.update(row, 0, row.length);
    }
    return into.digest();
  }

  /// Says that the weights will hardly be read again, since who read them has a copy of its own. A
  /// view of a mapped file then gives the memory of its pages back; reading stays possible and
  /// reads the file again.
  default void release() {}

  /// A matrix of plain bytes, copied, row-major.
  ///
  /// @throws IllegalArgumentException if the length is not rows x columns or a value is not -1, 0
  ///   or +1
  static TernaryMatrix of(int rows, int columns, byte[] trits) {
    return new PlainTernaryMatrix(rows, columns, trits.clone());
  }
}
