package dev.setun.kernels.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.model.DenseMatrix;
import dev.setun.model.RowDots;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Rows of the head on vectors against the definition in scalar code.
class HeadProperties {
  private static final List<TensorType> TYPES =
      List.of(ScalarType.F16, ScalarType.BF16, BlockType.Q8_0, BlockType.Q6_K);

  private final Numerics canonical = Profile.CANONICAL.numerics();

  /// What the numbers of a matrix and a vector look like.
  enum Values {
    NORMAL,
    CONSTANT,
    SPARSE,
    ONE_OUTLIER,
    TINY,
    ALTERNATING,
    ZERO;

    float next(int index, Random random) {
      return switch (this) {
        case NORMAL -> (float) random.nextGaussian();
        case CONSTANT -> 0.37f;
        case SPARSE -> random.nextInt(10) == 0 ? (float) random.nextGaussian() : -0.0f;
        case ONE_OUTLIER -> index % 97 == 13 ? 1e4f : (float) random.nextGaussian() * 1e-3f;
        case TINY -> (float) random.nextGaussian() * 1e-30f;
        case ALTERNATING -> index % 2 == 0 ? 3e5f : -3e5f;
        case ZERO -> 0;
      };
    }
  }

  private static float[] values(Values values, int count, Random random) {
    float[] all = new float[count];
    for (int i = 0; i < count; i++) {
      all[i] = values.next(i, random);
    }
    return all;
  }

  @Property(tries = 300)
  void theProductLiesWithinTheBoundsOfTheScreen(
      @ForAll @IntRange(min = 1, max = 150) int rows,
      @ForAll @IntRange(min = 1, max = 600) int columns,
      @ForAll Values weights,
      @ForAll Values activations,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] w = values(weights, rows * columns, random);
    float[] x = values(activations, columns + 3, random);
    DenseMatrix matrix = DenseMatrix.of(rows, columns, w);
    var screen =
        SixBitScreen.of(matrix, (row, into) -> matrix.row(row, into, 0), Preparation.quiet());
    float[] low = new float[rows];
    float[] high = new float[rows];
    screen.take(x, 3);
    int middle = rows / 2 / screen.rowGranularity() * screen.rowGranularity();
    screen.bounds(0, middle, low, high);
    screen.bounds(middle, rows, low, high);
    for (int row = 0; row < rows; row++) {
      float product = canonical.dot(x, 3, w, row * columns, columns);
      assertThat(low[row]).isLessThanOrEqualTo(product);
      assertThat(high[row]).isGreaterThanOrEqualTo(product);
    }
  }

  @Property(tries = 50)
  void theBoundsAreNarrow(@ForAll long seed) {
    var random = new Random(seed);
    int rows = 64;
    int columns = 2560;
    DenseMatrix matrix =
        DenseMatrix.of(rows, columns, values(Values.NORMAL, rows * columns, random));
    var screen =
        SixBitScreen.of(matrix, (row, into) -> matrix.row(row, into, 0), Preparation.quiet());
    float[] low = new float[rows];
    float[] high = new float[rows];
    screen.take(values(Values.NORMAL, columns, random), 0);
    screen.bounds(0, rows, low, high);
    // Both lengths are about sqrt(2560) = 51. Steps of 1/7.9 of a deviation, so an error of 1/27,
    // make a bound of 0.037 of their product, the activations another 0.01; values that are cut off
    // make it more, but never near this.
    for (int row = 0; row < rows; row++) {
      assertThat(high[row] - low[row]).isLessThan(2 * 0.1f * 51 * 51);
    }
  }

  @Property(tries = 150)
  void rowsInAFileHaveTheProductsOfTheirValues(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 12) int blocks,
      @ForAll @IntRange(min = 0, max = 3) int type,
      @ForAll boolean heap,
      @ForAll Values activations,
      @ForAll long seed) {
    TensorType encoding = TYPES.get(type);
    int columns =
        switch (encoding) {
          case BlockType block -> block.blockColumns() * blocks;
          default -> 16 * blocks;
        };
    var random = new Random(seed);
    byte[] bytes = bytes(encoding, Math.toIntExact(encoding.byteSize(rows, columns)), random);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment data =
          heap
              ? MemorySegment.ofArray(bytes)
              : arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).asReadOnly();
      Tensor tensor = new Tensor("test", encoding, rows, columns, data);
      if (!SegmentRows.takes(tensor)) {
        return; // codes on vectors of four lanes: the reference multiplies them
      }
      float[] x = values(activations, columns + 5, random);
      float[] expected = new float[rows + 2];
      float[] row = new float[columns];
      for (int i = 0; i < rows; i++) {
        tensor.dequantiseRow(i, row);
        expected[2 + i] = canonical.dot(x, 5, row, 0, columns);
      }
      float[] actual = new float[rows + 2];
      SegmentRows dots = SegmentRows.of(tensor);
      dots.dots(x, 5, 0, rows / 3, actual, 2);
      dots.dots(x, 5, rows / 3, rows, actual, 2);
      assertThat(actual).isEqualTo(expected);
      float[] some = new float[rows + 2];
      int[] ids = random.ints(rows, 0, rows).toArray();
      dots.dotsOf(x, 5, ids, rows, some, 2);
      for (int id : ids) {
        assertThat(some[2 + id]).isEqualTo(expected[2 + id]);
      }
    }
  }

  @Property(tries = 200)
  void copiedRowsHaveTheProductsOfTheirValues(
      @ForAll @IntRange(min = 1, max = 23) int rows,
      @ForAll @IntRange(min = 1, max = 7) int units,
      @ForAll boolean six,
      @ForAll boolean finite,
      @ForAll boolean atOnce,
      @ForAll Values activations,
      @ForAll long seed) {
    BlockType type = six ? BlockType.Q6_K : BlockType.Q8_0;
    int columns = type.blockColumns() * units;
    var random = new Random(seed);
    byte[] bytes = new byte[Math.toIntExact(type.byteSize(rows, columns))];
    if (finite) {
      bytes = bytes(type, bytes.length, random);
    } else {
      random.nextBytes(bytes);
    }
    Tensor tensor = new Tensor("test", type, rows, columns, MemorySegment.ofArray(bytes));
    Optional<RowDots> copied =
        atOnce ? PackedRows.of(tensor, Preparation.quiet()) : PackedRows.whenNeeded(tensor);
    if (copied.isEmpty()) {
      return; // vectors of four lanes: rows are multiplied by the reference
    }
    float[] x = values(activations, columns + 5, random);
    float[] expected = new float[rows + 2];
    float[] row = new float[columns];
    for (int i = 0; i < rows; i++) {
      tensor.dequantiseRow(i, row);
      expected[2 + i] = canonical.dot(x, 5, row, 0, columns);
    }
    int cut = random.nextInt(rows + 1);
    for (int pass = 0; pass < 4; pass++) {
      float[] actual = new float[rows + 2];
      copied.get().dots(x, 5, 0, cut, actual, 2);
      copied.get().dots(x, 5, cut, rows, actual, 2);
      assertThat(actual).as("pass %d", pass).isEqualTo(expected);
      Prepared.awaitAll();
    }
    float[] some = new float[rows + 2];
    copied.get().dotsOf(x, 5, new int[] {rows - 1, 0}, 2, some, 2);
    assertThat(Float.compare(some[rows + 1], expected[rows + 1])).isZero();
    assertThat(Float.compare(some[2], expected[2])).isZero();
  }

  /// Random bits, but all numbers finite.
  private static byte[] bytes(TensorType type, int count, Random random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    if (type instanceof ScalarType) {
      for (int i = 1; i < count; i += 2) {
        bytes[i] &= (byte) 0xbf; // exponents with their highest bit clear
      }
    } else if (type instanceof BlockType block) {
      int scale = block == BlockType.Q6_K ? 209 : 1;
      for (int i = scale; i < count; i += block.blockBytes()) {
        bytes[i] &= (byte) 0xbf;
      }
    }
    return bytes;
  }
}
