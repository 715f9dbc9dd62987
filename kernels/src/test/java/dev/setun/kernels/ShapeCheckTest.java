package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.check.ShapeCheck;
import dev.setun.kernels.check.Shapes;
import dev.setun.kernels.check.Shapes.Which;
import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.inference.ScalarBackend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `setun kernels check` tries all 90,000 shapes; here a sample of them.
class ShapeCheckTest {
  static List<Kernel> kernels() {
    return KernelProvider.ofThisJvm().explain().stream()
        .filter(choice -> choice.verdict() != Verdict.UNAVAILABLE)
        .map(KernelChoice::kernel)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyKernelGivesTheIntegersOfTheDefinitionOnSmallAndBoundaryShapes(Kernel kernel) {
    ShapeCheck.Result result = sample(300).of(KernelProvider.ofThisJvm().named(kernel));
    assertThat(result.firstMismatch()).isEmpty();
    assertThat(result.mismatches()).isZero();
    assertThat(result.shapes()).isBetween(2_000L, 5_000L);
    assertThat(result.products()).isEqualTo(19 * result.shapes());
  }

  @Test
  void allShapesAreTheSquareOfTheLimit() {
    ShapeCheck.Result result =
        new ShapeCheck(new Shapes(9, Which.ALL), _ -> {}).of(new ScalarBackend());
    assertThat(result.shapes()).isEqualTo(81);
    // 3 fills x 10 tokens x 9 columns x (1 + ... + 9) rows, and a crowd for each shape
    long crowds = 0;
    for (int rows = 1; rows <= 9; rows++) {
      for (int columns = 1; columns <= 9; columns++) {
        crowds += rows * List.of(9, 15, 30, 61).get((rows + columns) % 4);
      }
    }
    assertThat(result.values()).isEqualTo(3 * 10 * 9 * 45 + crowds);
  }

  @Test
  void oneWrongValueIsFoundAndSaid() {
    ShapeCheck.Result result =
        new ShapeCheck(new Shapes(20, Which.ALL), _ -> {}).of(new WrongAt17Columns());
    assertThat(result.mismatches()).isEqualTo((3 + 1) * 20);
    assertThat(result.firstMismatch().orElseThrow())
        .startsWith("1 x 17, weights ALL_PLUS, 5 at once, token 0, row 0: expected 2159, found");
  }

  @Test
  void aLimitThatWouldTakeDaysIsRefused() {
    assertThatThrownBy(() -> new Shapes(5000, Which.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 5000");
  }

  private static ShapeCheck sample(int limit) {
    return new ShapeCheck(new Shapes(limit, Which.SAMPLE), _ -> {});
  }

  /// The scalar reference with one more in the first value of several tokens with 17 columns.
  private record WrongAt17Columns() implements LinearBackend {
    @Override
    public String name() {
      return "wrong";
    }

    @Override
    public TernaryLinear prepare(TernaryMatrix weights) {
      TernaryLinear right = new ScalarBackend().prepare(weights);
      return new TernaryLinear() {
        @Override
        public int rows() {
          return right.rows();
        }

        @Override
        public int columns() {
          return right.columns();
        }

        @Override
        public void multiply(byte[] activations, int tokens, int[] accumulators) {
          right.multiply(activations, tokens, accumulators);
          accumulators[0] += columns() == 17 && tokens > 1 ? 1 : 0;
        }
      };
    }
  }
}
