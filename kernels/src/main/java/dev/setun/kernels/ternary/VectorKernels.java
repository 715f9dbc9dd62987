package dev.setun.kernels.ternary;

import dev.setun.kernels.load.Preparation;
import dev.setun.model.LinearBackend;
import jdk.incubator.vector.ShortVector;

/// The door to all code that names a vector type. Loading this class needs the module
/// `jdk.incubator.vector`, so callers look for that module first.
public final class VectorKernels {
  private VectorKernels() {}

  /// 16-bit lanes of the vectors that this JVM prefers on this machine.
  public static int preferredLanes() {
    return ShortVector.SPECIES_PREFERRED.length();
  }

  /// Three weights by one table lookup, 48 weights in five words.
  ///
  /// @throws IllegalStateException if the preferred vectors are neither 256 nor 512 bits wide
  public static LinearBackend lut3W48(Preparation preparation) {
    requireTables();
    return VectorBackend.of(new Lut3W48(), preparation);
  }

  /// Three weights by one table lookup, nine weights in a word.
  ///
  /// @throws IllegalStateException if the preferred vectors are neither 256 nor 512 bits wide
  public static LinearBackend lut3W9(Preparation preparation) {
    requireTables();
    return VectorBackend.of(new Lut3W9(), preparation);
  }

  private static void requireTables() {
    if (!Lut3.fits()) {
      throw new IllegalStateException("expected 16 or 32 lanes, found " + preferredLanes());
    }
  }

  /// Two-bit weights, unpacked and multiplied, many tokens by tables; planes of bits where
  /// activations are mostly zero.
  public static LinearBackend unpackMultiply(Preparation preparation) {
    return VectorBackend.besideBitSerial(
        new UnpackMultiply().name(),
        weights -> TokenLinear.ofWords(weights, preparation),
        preparation);
  }

  /// As [#unpackMultiply] with many tokens too: what its tables are measured against.
  public static LinearBackend unpackMultiplyAlone(Preparation preparation) {
    return VectorBackend.of(new UnpackMultiply(), preparation);
  }

  /// Two weights by one lookup of bytes, many tokens by tables; planes of bits where activations
  /// are mostly zero.
  public static LinearBackend nibbleTables(Preparation preparation) {
    return VectorBackend.besideBitSerial(
        new NibbleTables().name(),
        weights -> TokenLinear.ofNibbles(weights, preparation),
        preparation);
  }

  /// Planes of bits, added a digit of an activation at a time; no work for an activation of zero.
  public static LinearBackend bitSerial(Preparation preparation) {
    Skipping skipping = new Skipping();
    return new VectorBackend(
        "bit-serial-" + CarrySave.INTS.vectorBitSize(),
        weights -> TokenLinear.ofPlanes(weights, skipping, preparation),
        weights -> TokenLinear.ofPlanes(weights, skipping, preparation),
        skipping::share,
        preparation);
  }

  /// Three weights by one lookup in two tables of bytes.
  ///
  /// @throws IllegalStateException if the preferred vectors have less than 256 bits
  public static LinearBackend byteTables(Preparation preparation) {
    if (preferredLanes() < 16) {
      throw new IllegalStateException("expected 16 or more lanes, found " + preferredLanes());
    }
    return VectorBackend.of(new ByteTables(), preparation);
  }
}
