package dev.setun.kernels.ternary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.setun.kernels.head.SixBitScreen;
import dev.setun.kernels.load.PackStore;
import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.kernels.load.Recipe;
import dev.setun.model.DenseMatrix;
import dev.setun.model.TernaryMatrix;
import dev.setun.traces.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Pins the layouts of packed weights: files of them are told apart by a version that somebody has
/// to raise. When a digest here changes, raise `LAYOUT_VERSION` of the class whose layout it is,
/// and only then write the new digest down.
class PackedLayoutTest {
  /// Layouts on two processors, and the start of the SHA-256 of what each packs.
  private static final String PINNED =
      """
      lut3-w48-512 words v1, 333 x 2500, 2 panels, LITTLE_ENDIAN: a02d4cea68402cd9
      lut3-w9-512 words v1, 333 x 2500, 2 panels, LITTLE_ENDIAN: 3dfbe91654563a2b
      unpack2-512 words v1, 333 x 2500, 2 panels, LITTLE_ENDIAN: c4a5d1043583d669
      byte-tables-256 words v1, 333 x 2500, 2 panels, LITTLE_ENDIAN: 39378589378b5f26
      nibble-tables-128 words v1, 333 x 2500, 2 panels, LITTLE_ENDIAN: 9a6b76b54b76d327
      bit planes v1, 16 lanes, 333 x 2500, LITTLE_ENDIAN: 251613ad738a3fbf
      six-bit screen v1, 32 lanes, 333 x 100, LITTLE_ENDIAN: 839cb50c8e716190
      lut3-w48-256 words v1, 333 x 2500, 2 panels, LITTLE_ENDIAN: 5209d1a9f52e490c
      lut3-w9-256 words v1, 333 x 2500, 2 panels, LITTLE_ENDIAN: e1395da09eeee024
      unpack2-256 words v1, 333 x 2500, 2 panels, LITTLE_ENDIAN: a4adf76fd8c10a35
      bit planes v1, 8 lanes, 333 x 2500, LITTLE_ENDIAN: dda9d516b4519acd
      six-bit screen v1, 16 lanes, 333 x 100, LITTLE_ENDIAN: 5761d3d7156d5d5a
      """;

  private static final int ROWS = 333;
  private static final int COLUMNS = 2500;

  private final List<String> found = new ArrayList<>();

  private final class Digests implements PackStore {
    @Override
    public <T> T take(Recipe<T> recipe) {
      T arrays = recipe.packed();
      var digest = new Sha256();
      recipe.memory().apply(arrays).forEach(digest::update);
      found.add(recipe.layout() + ": " + digest.hex().substring(0, 16));
      return arrays;
    }
  }

  @Test
  void aLayoutChangesOnlyWithItsVersion() {
    assumeTrue(Runtime.getRuntime().availableProcessors() == 2, "panels for two processors");
    assumeTrue(VectorKernels.preferredLanes() >= 16, "layouts of 256 and 512 bits are pinned");
    var preparation = new Preparation(new Digests(), (made, asked) -> {});
    TernaryMatrix weights = weights();
    if (Lut3.fits()) {
      PackedWeights.of(weights, new Lut3W48(), preparation);
      PackedWeights.of(weights, new Lut3W9(), preparation);
    }
    PackedWeights.of(weights, new UnpackMultiply(), preparation);
    PackedWeights.of(weights, new ByteTables(), preparation);
    PackedWeights.of(weights, new NibbleTables(), preparation);
    BitPlanes.of(weights, CarrySave.LANES, preparation);
    float[] values = new float[ROWS * 100];
    var random = new Random(5);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    DenseMatrix matrix = DenseMatrix.of(ROWS, 100, values);
    SixBitScreen.of(matrix, (row, into) -> matrix.row(row, into, 0), preparation);
    Prepared.awaitAll();
    assertThat(found).hasSizeGreaterThan(3).isSubsetOf(PINNED.lines().toList());
  }

  private static TernaryMatrix weights() {
    byte[] trits = new byte[ROWS * COLUMNS];
    var random = new Random(4);
    for (int i = 0; i < trits.length; i++) {
      trits[i] = (byte) (random.nextInt(3) - 1);
    }
    return TernaryMatrix.of(ROWS, COLUMNS, trits);
  }
}
