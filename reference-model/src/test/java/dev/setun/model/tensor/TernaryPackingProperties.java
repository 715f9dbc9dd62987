package dev.setun.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.TernaryMatrix;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Weights and scales go into every packing and out of it, and from any packing to any other.
class TernaryPackingProperties {
  record Case(TernaryPacking packing, int rows, int columns) {}

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Integer> small = Arbitraries.integers().between(1, 5);
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of(TernaryBlocks.values()), small, small)
            .as((packing, m, k) -> new Case(packing, m, 256 * k)),
        Combinators.combine(Arbitraries.of(I2s.values()), small, small)
            .as((packing, m, k) -> new Case(packing, m, packing.blockElements() * k)),
        Combinators.combine(
                Arbitraries.integers().between(1, 13), Arbitraries.integers().between(1, 40))
            .as((m, k) -> new Case(HfPacked.U8, m, k)),
        Combinators.combine(Arbitraries.of(16, 32, 64), small, small, small, small)
            .as(TernaryPackingProperties::tl1),
        Combinators.combine(small, Arbitraries.of(24, 96, 192), small, small, small)
            .as(TernaryPackingProperties::tl2));
  }

  private static Case tl1(int bm, int tile, int tileColumns, int m, int k) {
    TlKernel kernel = new TlKernel(bm * tile, 256 / bm * tileColumns, bm);
    return new Case(new Tl1(kernel), kernel.blockRows() * m, kernel.blockColumns() * k);
  }

  /// Columns of pairs are those that are left of the last whole tile, in multiples of 32.
  private static Case tl2(int tile, int blockColumns, int m, int k, int pairs) {
    TlKernel kernel = new TlKernel(32 * tile, blockColumns, 32);
    int rest = 32 * pairs < blockColumns ? 32 * pairs : 0;
    return new Case(new Tl2(kernel), 32 * tile * m, blockColumns * k + rest);
  }

  static TernaryMatrix random(int rows, int columns, Random random) {
    byte[] trits = new byte[rows * columns];
    for (int i = 0; i < trits.length; i++) {
      trits[i] = (byte) (random.nextInt(3) - 1);
    }
    return TernaryMatrix.of(rows, columns, trits);
  }

  static PackedTernary packed(
      TernaryTensor tensor, TernaryPacking packing, ScaleRounding rounding) {
    int rows = tensor.weights().rows();
    int columns = tensor.weights().columns();
    MemorySegment data = MemorySegment.ofArray(new byte[(int) packing.byteSize(rows, columns)]);
    data.fill((byte) 0x5a);
    tensor.pack(packing, rounding, data);
    return packing instanceof HfPacked
        ? new PackedTernary(
            "hf", packing, rows, columns, data, new TernaryScale.PerTensor(tensor.tensorScale()))
        : PackedTernary.of("test", packing, rows, columns, data);
  }

  private static void assertSameWeights(TernaryMatrix actual, TernaryMatrix expected) {
    byte[] row = new byte[expected.columns()];
    byte[] expectedRow = new byte[expected.columns()];
    for (int r = 0; r < expected.rows(); r++) {
      actual.unpackRow(r, row);
      expected.unpackRow(r, expectedRow);
      assertThat(row).as("row %d", r).isEqualTo(expectedRow);
    }
  }

  @Property(tries = 300)
  void whatGoesInComesOut(@ForAll("cases") Case c, @ForAll Random random) {
    TernaryMatrix weights = random(c.rows(), c.columns(), random);
    TernaryTensor tensor = new TernaryTensor(weights, new TernaryScale.PerTensor(0.375f));
    PackedTernary packed = packed(tensor, c.packing(), ScaleRounding.EXACT);
    assertSameWeights(packed, weights);
    assertThat(packed.unpacked().tensorScale()).isEqualTo(0.375f);
    float[] values = new float[c.columns()];
    byte[] trits = new byte[c.columns()];
    for (int row = 0; row < c.rows(); row++) {
      packed.dequantiseRow(row, values, 0);
      weights.unpackRow(row, trits);
      for (int i = 0; i < trits.length; i++) {
        assertThat(values[i]).isEqualTo(0.375f * trits[i]);
      }
    }
  }

  private static final List<TernaryPacking> ALL =
      List.of(
          TernaryBlocks.TQ1_0,
          TernaryBlocks.TQ2_0,
          I2s.X86_128,
          I2s.ARM_64,
          HfPacked.U8,
          new Tl1(new TlKernel(128, 64, 64)),
          new Tl2(new TlKernel(128, 96, 32)));

  @Property(tries = 100)
  void anyPackingGoesToAnyOtherAndBackWithoutLosingABit(
      @ForAll @IntRange(min = 0, max = 6) int from,
      @ForAll @IntRange(min = 0, max = 6) int to,
      @ForAll Random random) {
    // 128 x 768 suits every packing; 0.40625 is a binary16.
    TernaryTensor tensor =
        new TernaryTensor(random(128, 768, random), new TernaryScale.PerTensor(0.40625f));
    PackedTernary first = packed(tensor, ALL.get(from), ScaleRounding.EXACT);
    assertThat(first.unpacked().obstacle(ALL.get(to), ScaleRounding.EXACT)).isEmpty();
    PackedTernary second = packed(first.unpacked(), ALL.get(to), ScaleRounding.EXACT);
    PackedTernary third = packed(second.unpacked(), ALL.get(from), ScaleRounding.EXACT);
    assertSameWeights(second, tensor.weights());
    assertThat(third.data().mismatch(first.data())).isEqualTo(-1);
  }

  @Property(tries = 50)
  void differentBlockScalesStayBetweenTernaryBlocksAndGoNowhereElse(@ForAll Random random) {
    float[] values = new float[2 * 512];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(3) - 1) * (1 + i / 256);
    }
    values[0] = 1;
    values[256] = 2;
    byte[] tq2 = GoldenTensorTest.encode(TernaryBlocks.TQ2_0, 2, 512, values);
    PackedTernary source =
        PackedTernary.of("test", TernaryBlocks.TQ2_0, 2, 512, MemorySegment.ofArray(tq2));
    PackedTernary tq1 = packed(source.unpacked(), TernaryBlocks.TQ1_0, ScaleRounding.EXACT);
    PackedTernary back = packed(tq1.unpacked(), TernaryBlocks.TQ2_0, ScaleRounding.EXACT);
    assertThat(back.data().mismatch(MemorySegment.ofArray(tq2))).isEqualTo(-1);
    assertThat(source.unpacked().obstacle(I2s.X86_128, ScaleRounding.EXACT))
        .contains("I2_S has one scale, found 1.0 and 2.0 in row 0");
    assertThatThrownBy(() -> packed(source.unpacked(), I2s.X86_128, ScaleRounding.EXACT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void blocksOfZerosDoNotCountAsAScale() {
    byte[] trits = new byte[512];
    trits[300] = -1;
    TernaryTensor tensor =
        new TernaryTensor(TernaryMatrix.of(1, 512, trits), new TernaryScale.PerTensor(0.5f));
    PackedTernary tq = packed(tensor, TernaryBlocks.TQ1_0, ScaleRounding.EXACT);
    assertThat(((TernaryScale.PerBlock) tq.scale()).value(0, 0)).isZero();
    assertThat(((TernaryScale.PerBlock) tq.scale()).value(0, 1)).isEqualTo(0.5f);
    assertThat(tq.unpacked().tensorScale()).isEqualTo(0.5f);
  }

  @Example
  void aTargetThatCannotHoldTheSourceSaysWhy() {
    TernaryTensor odd =
        new TernaryTensor(
            TernaryMatrix.of(4, 96, new byte[384]), new TernaryScale.PerTensor(0.0371f));
    assertThat(odd.obstacle(I2s.X86_128, ScaleRounding.EXACT))
        .contains("I2_S needs rows in multiples of 128 columns, found 96");
    assertThat(odd.obstacle(TernaryBlocks.TQ1_0, ScaleRounding.EXACT))
        .contains("TQ1_0 needs columns in multiples of 256, found 4 x 96");
    assertThat(odd.obstacle(new Tl1(new TlKernel(32, 64, 32)), ScaleRounding.EXACT))
        .get()
        .asString()
        .contains("(BM=32 BK=64 bm=32), found 4 x 96");
    assertThat(odd.obstacle(HfPacked.U8, ScaleRounding.EXACT)).isEmpty();
    TernaryTensor wide =
        new TernaryTensor(
            TernaryMatrix.of(1, 256, new byte[256]), new TernaryScale.PerTensor(0.0371f));
    assertThat(wide.obstacle(TernaryBlocks.TQ2_0, ScaleRounding.EXACT))
        .contains("TQ2_0 has binary16 scales, found the scale 0.0371, which is not a binary16");
    assertThat(wide.obstacle(TernaryBlocks.TQ2_0, ScaleRounding.TO_BINARY16)).isEmpty();
  }

  @Example
  void rowsThatBeginInsideAnI2sBlockAreRead() {
    Random random = new Random(7);
    TernaryMatrix flat = random(1, 4 * 96, random);
    PackedTernary packed =
        packed(
            new TernaryTensor(flat, new TernaryScale.PerTensor(1)),
            I2s.X86_128,
            ScaleRounding.EXACT);
    PackedTernary rows = PackedTernary.of("rows", I2s.X86_128, 4, 96, packed.data());
    assertThat(GoldenTensorTest.allTrits(rows)).isEqualTo(GoldenTensorTest.allTrits(packed));
  }

  @Example
  void theExampleOfHuggingFaceUnpacks() {
    byte[] packed = {(byte) 0xa1, 0x18, (byte) 0x90, 0x0a};
    PackedTernary matrix =
        new PackedTernary(
            "hf", HfPacked.U8, 8, 2, MemorySegment.ofArray(packed), new TernaryScale.PerTensor(1));
    assertThat(GoldenTensorTest.allTrits(matrix))
        .containsExactly(0, -1, -1, 1, -1, 1, -1, 1, 1, 0, 0, -1, 1, -1, 1, -1);
  }

  @Property(tries = 100)
  void everyCodeThatIsNoWeightIsFound(
      @ForAll @IntRange(min = 0, max = 4) int which, @ForAll Random random) {
    TernaryPacking packing =
        List.of(I2s.X86_128, I2s.ARM_64, TernaryBlocks.TQ2_0, HfPacked.U8, ALL.get(5)).get(which);
    TernaryTensor tensor =
        new TernaryTensor(random(128, 768, random), new TernaryScale.PerTensor(1));
    PackedTernary packed = packed(tensor, packing, ScaleRounding.EXACT);
    packed.validate();
    // 0xff is code 3 in every two bits and index 15 in every nibble; scales are at the end.
    long limit = packing instanceof TernaryBlocks ? 64 : 128 * 768 / 4;
    packed.data().set(java.lang.foreign.ValueLayout.JAVA_BYTE, random.nextLong(limit), (byte) -1);
    assertThatThrownBy(packed::validate)
        .isInstanceOf(dev.setun.traces.InputException.class)
        .hasMessageContaining("expected a code for -1, 0 or +1");
  }
}
