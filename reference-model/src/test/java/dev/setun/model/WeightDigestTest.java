package dev.setun.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TernaryBlocks;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WeightDigestTest {
  private static final byte[] TRITS = {1, 0, -1, 1, 1, 0};

  private static String hex(TernaryMatrix weights) {
    return HexFormat.of().formatHex(weights.digest());
  }

  @Test
  void everyWeightAndTheShapeCount() {
    TernaryMatrix weights = TernaryMatrix.of(2, 3, TRITS);
    assertThat(hex(weights)).hasSize(64).isEqualTo(hex(TernaryMatrix.of(2, 3, TRITS)));
    assertThat(hex(TernaryMatrix.of(3, 2, TRITS))).isNotEqualTo(hex(weights));
    for (int i = 0; i < TRITS.length; i++) {
      byte[] other = TRITS.clone();
      other[i] = (byte) (other[i] == 1 ? -1 : other[i] + 1);
      assertThat(hex(TernaryMatrix.of(2, 3, other))).isNotEqualTo(hex(weights));
    }
  }

  @Test
  void theOrderOfStackedPartsCounts() {
    TernaryMatrix a = TernaryMatrix.of(1, 3, new byte[] {1, 0, 0});
    TernaryMatrix b = TernaryMatrix.of(1, 3, new byte[] {0, 1, 0});
    assertThat(
            Stream.of(List.of(a, b), List.of(b, a), List.of(a), List.of(a, b, b))
                .map(parts -> hex(new StackedMatrix(parts))))
        .doesNotHaveDuplicates();
    assertThat(hex(new StackedMatrix(List.of(a, b))))
        .isEqualTo(hex(new StackedMatrix(List.of(a, b))));
  }

  @Test
  void everyByteOfAPackingCountsAndItsName() {
    byte[] bytes = new byte[(int) TernaryBlocks.TQ2_0.byteSize(2, 256)];
    String zeros = hex(ofBlocks(bytes));
    for (int i = 0; i < bytes.length; i += 13) {
      bytes[i] = 1;
      assertThat(hex(ofBlocks(bytes))).isNotEqualTo(zeros);
      bytes[i] = 0;
    }
    assertThat(hex(ofBlocks(bytes))).isEqualTo(zeros);
  }

  private static TernaryMatrix ofBlocks(byte[] bytes) {
    return PackedTernary.of(
        "test", TernaryBlocks.TQ2_0, 2, 256, MemorySegment.ofArray(bytes.clone()));
  }

  @Test
  void theEncodingAndTheBytesOfAHeadCount() {
    byte[] bytes = new byte[2 * 4 * 2];
    String f16 = HexFormat.of().formatHex(head(ScalarType.F16, bytes).digest());
    String bf16 = HexFormat.of().formatHex(head(ScalarType.BF16, bytes).digest());
    bytes[5] = 1;
    String changed = HexFormat.of().formatHex(head(ScalarType.F16, bytes).digest());
    float[] values = new float[8];
    String plain = HexFormat.of().formatHex(DenseMatrix.of(2, 4, values).digest());
    values[7] = -0.0f;
    String negative = HexFormat.of().formatHex(DenseMatrix.of(2, 4, values).digest());
    assertThat(List.of(f16, bf16, changed, plain, negative)).doesNotHaveDuplicates();
  }

  private static DenseMatrix head(ScalarType type, byte[] bytes) {
    return new Tensor("test", type, 2, 4, MemorySegment.ofArray(bytes.clone())).dense();
  }
}
