package dev.setun.kernels.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.setun.kernels.load.PackStore;
import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.kernels.load.Recipe;
import dev.setun.model.RowDots;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.Tensor;
import dev.setun.traces.Sha256;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which heads are copied, and when.
class PackedRowsTest {
  private static final int COLUMNS = 2560;

  private final List<String> copied = new ArrayList<>();

  private final class Recording implements PackStore {
    @Override
    public <T> T take(Recipe<T> recipe) {
      copied.add(recipe.layout());
      return recipe.packed();
    }
  }

  private final Preparation preparation = new Preparation(new Recording(), (made, asked) -> {});

  private static Tensor head(BlockType type, int rows, int columns) {
    byte[] bytes = new byte[Math.toIntExact(type.byteSize(rows, columns))];
    new Random(1).nextBytes(bytes);
    return new Tensor("test", type, rows, columns, MemorySegment.ofArray(bytes));
  }

  private static RowDots rows(Tensor tensor, Preparation preparation) {
    Optional<RowDots> rows = Heads.rows(tensor, preparation);
    assumeTrue(rows.isPresent(), "no vectors");
    Prepared.awaitAll();
    return rows.get();
  }

  @Test
  void aHeadWithoutAScreenIsCopiedAtOnce() {
    rows(head(BlockType.Q6_K, 8001, COLUMNS), preparation);
    assertThat(copied).containsExactly("quads Q6_K v1, 8001 x 2560");
  }

  @Test
  void aHeadWithAScreenIsCopiedWhenAllOfItIsAskedForAgain() {
    Tensor tensor = head(BlockType.Q8_0, 8000, COLUMNS);
    RowDots rows = rows(tensor, preparation);
    assertThat(Screens.worth(tensor)).isTrue();
    assertThat(copied).isEmpty();
    float[] x = new float[COLUMNS];
    float[] dots = new float[8000];
    assertThat(isCopied(rows)).isFalse();
    rows.dots(x, 0, 0, 8000, dots, 0);
    Prepared.awaitAll();
    assertThat(isCopied(rows)).isFalse();
    rows.dots(x, 0, 0, 4000, dots, 0);
    rows.dots(x, 0, 4000, 8000, dots, 0);
    Prepared.awaitAll();
    assertThat(isCopied(rows)).isTrue();
    assertThat(copied).as("not kept: another run may not ask for it").isEmpty();
  }

  private static boolean isCopied(RowDots rows) {
    return rows instanceof PackedRows packed && packed.isCopied();
  }

  @Test
  void aSmallHeadStaysInTheFile() {
    assertThat(rows(head(BlockType.Q6_K, 100, 256), preparation)).isInstanceOf(SegmentRows.class);
    assertThat(copied).isEmpty();
  }

  /// As in PackedLayoutTest: raise `LAYOUT_VERSION` of PackedRows when this changes.
  @ParameterizedTest
  @CsvSource({"EIGHT, Q8_0, b133a8f1e87d6438", "SIX, Q6_K, 7dac9aceb7475f7e"})
  void theLayoutChangesOnlyWithItsVersion(QuadLayout layout, BlockType type, String start) {
    Tensor tensor = head(type, 7, 512);
    byte[] into = new byte[2 * layout.byteSize(512)];
    for (int row = 0; row < 7; row++) {
      layout.pack(tensor, row, into, row / 4 * layout.byteSize(512));
    }
    var digest = new Sha256();
    digest.update(into, 0, into.length);
    assertThat(digest.hex()).startsWith(start);
  }

  @Test
  void aQuadHasTheBytesOfItsRowsInTheFileOrOneInAHundredMore() {
    for (QuadLayout layout : QuadLayout.values()) {
      BlockType type = layout == QuadLayout.EIGHT ? BlockType.Q8_0 : BlockType.Q6_K;
      long inFile = type.byteSize(4, COLUMNS);
      assertThat((long) layout.byteSize(COLUMNS)).isBetween(inFile, inFile * 101 / 100);
    }
  }
}
