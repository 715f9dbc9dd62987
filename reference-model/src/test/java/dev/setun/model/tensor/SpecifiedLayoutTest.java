package dev.setun.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.TernaryMatrix;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The packings that have hardly a vector of upstream, against the loops of the specification (3.3
/// to 3.5), which say where each byte goes and not, as the codecs do, where a weight is.
class SpecifiedLayoutTest {
  private static final float SCALE = 0.0371f;

  /// Bytes written one after the other.
  private static final class Out {
    private final byte[] bytes;
    private int size;

    Out(int length) {
      bytes = new byte[length];
    }

    void add(int value) {
      bytes[size++] = (byte) value;
    }

    byte[] withScaleAt(int position) {
      int bits = Float.floatToIntBits(SCALE);
      for (int i = 0; i < 4; i++) {
        bytes[position + i] = (byte) (bits >> 8 * i);
      }
      return bytes;
    }
  }

  private static byte[][] weights(int rows, int columns) {
    Random random = new Random(rows * 31L + columns);
    byte[][] weights = new byte[rows][columns];
    for (byte[] row : weights) {
      for (int i = 0; i < columns; i++) {
        row[i] = (byte) (random.nextInt(3) - 1);
      }
    }
    return weights;
  }

  private static void assertLayout(TernaryPacking packing, byte[][] weights, byte[] expected) {
    int rows = weights.length;
    int columns = weights[0].length;
    byte[] flat = new byte[rows * columns];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(weights[row], 0, flat, row * columns, columns);
    }
    byte[] packed = new byte[(int) packing.byteSize(rows, columns)];
    new TernaryTensor(TernaryMatrix.of(rows, columns, flat), new TernaryScale.PerTensor(SCALE))
        .pack(packing, ScaleRounding.EXACT, MemorySegment.ofArray(packed));
    assertThat(packed).isEqualTo(expected);

    PackedTernary read =
        PackedTernary.of("t", packing, rows, columns, MemorySegment.ofArray(expected));
    assertThat(read.scale()).isEqualTo(new TernaryScale.PerTensor(SCALE));
    byte[] row = new byte[columns];
    for (int r = 0; r < rows; r++) {
      read.unpackRow(r, row);
      assertThat(row).as("row %d", r).isEqualTo(weights[r]);
    }
  }

  /// 3.3: blocks of 128 in 32 bytes, or of 64 in 16, the first quarter in the top bits.
  @ParameterizedTest
  @EnumSource(I2s.class)
  void i2s(I2s layout) {
    int block =
        switch (layout) {
          case X86_128 -> 128;
          case ARM_64 -> 64;
        };
    byte[][] weights = weights(3, 256);
    Out out = new Out(3 * 256 / 4 + 32);
    for (byte[] row : weights) {
      for (int start = 0; start < 256; start += block) {
        for (int p = start; p < start + block / 4; p++) {
          out.add(
              row[p] + 1 << 6
                  | row[p + block / 4] + 1 << 4
                  | row[p + block / 2] + 1 << 2
                  | row[p + 3 * block / 4] + 1);
        }
      }
    }
    assertLayout(layout, weights, out.withScaleAt(3 * 256 / 4));
  }

  /// The bytes of the example in 3.3.
  @Test
  void theExampleOfI2s() {
    byte[][] weights = new byte[1][128];
    byte[] columns = {0, 32, 64, 96, 1, 33, 65, 97};
    byte[] values = {-1, -1, 1, 0, 0, 1, 1, -1};
    for (int i = 0; i < columns.length; i++) {
      weights[0][columns[i]] = values[i];
    }
    byte[] expected = new byte[64];
    Arrays.fill(expected, 0, 32, (byte) 0x55);
    expected[0] = 0x09;
    expected[1] = 0x68;
    System.arraycopy(new byte[] {0x2b, (byte) 0xf6, 0x17, 0x3d}, 0, expected, 32, 4);
    assertLayout(I2s.X86_128, weights, expected);
  }

  /// 3.4 with every bm, in several tiles.
  @ParameterizedTest
  @CsvSource({
    "512, 256, 256, 128, 32",
    "256, 128, 128, 64, 64",
    "64, 96, 32, 48, 16",
    "320, 64, 160, 64, 32"
  })
  void tl1(int rows, int columns, int blockRows, int blockColumns, int bm) {
    byte[][] w = weights(rows, columns);
    Out out = new Out(rows * columns / 4 + 32);
    int by = 256 / bm;
    for (int mo = 0; mo < rows / blockRows; mo++) {
      for (int ko = 0; ko < columns / blockColumns; ko++) {
        for (int mi = 0; mi < blockRows / bm; mi++) {
          for (int ki = 0; ki < blockColumns / by; ki++) {
            for (int g = 0; g < bm / 16; g++) {
              for (int kq = 0; kq < by / 4; kq++) {
                for (int r = 0; r < 16; r++) {
                  byte[] row = w[mo * blockRows + mi * bm + g * 16 + r];
                  int c = ko * blockColumns + ki * by + kq * 4;
                  out.add(pair(row, c) << 4 | pair(row, c + 2));
                }
              }
            }
          }
        }
      }
    }
    Tl1 packing = new Tl1(new TlKernel(blockRows, blockColumns, bm));
    assertLayout(packing, w, out.withScaleAt(rows * columns / 4));
  }

  private static int pair(byte[] row, int column) {
    return 3 * row[column] + row[column + 1] + 4;
  }

  /// 3.5: indices, signs, pairs; several tiles, with and without columns of pairs.
  @ParameterizedTest
  @CsvSource({
    "512, 256, 256, 96",
    "256, 384, 128, 192",
    "320, 320, 160, 96",
    "64, 240, 32, 24",
    "128, 288, 64, 96"
  })
  void tl2(int rows, int columns, int blockRows, int blockColumns) {
    byte[][] w = weights(rows, columns);
    int tripleColumns = columns / blockColumns * blockColumns;
    int reserved = (columns - 256) * rows / 3 * 5 / 8 + 256 * rows / 2 * 4 / 8;
    int scaleAt = (reserved + 31) / 32 * 32;
    Out out = new Out(scaleAt + 32);
    addIndices(w, tripleColumns, blockRows, blockColumns, out);
    addSigns(w, tripleColumns, blockRows, blockColumns, out);
    addPairs(w, tripleColumns, blockRows, out);
    Tl2 packing = new Tl2(new TlKernel(blockRows, blockColumns, 32));
    assertLayout(packing, w, out.withScaleAt(scaleAt));
  }

  private static int triple(byte[] row, int column) {
    return 9 * row[column] + 3 * row[column + 1] + row[column + 2];
  }

  /// Where in a block of 32 rows the rows come from: the middle two groups of eight swapped.
  private static int rowAt(int place) {
    return new int[] {0, 16, 8, 24}[place / 8] + place % 8;
  }

  private static void addIndices(byte[][] w, int k3, int blockRows, int blockColumns, Out out) {
    for (int mo = 0; mo < w.length / blockRows; mo++) {
      for (int ko = 0; ko < k3 / blockColumns; ko++) {
        for (int mi = 0; mi < blockRows / 32; mi++) {
          for (int ki = 0; ki < blockColumns / 6; ki++) {
            for (int place = 0; place < 32; place++) {
              byte[] row = w[mo * blockRows + mi * 32 + rowAt(place)];
              int c = ko * blockColumns + ki * 6;
              out.add(Math.abs(triple(row, c)) << 4 | Math.abs(triple(row, c + 3)));
            }
          }
        }
      }
    }
  }

  private static void addSigns(byte[][] w, int k3, int blockRows, int blockColumns, Out out) {
    for (int mo = 0; mo < w.length / blockRows; mo++) {
      for (int ko = 0; ko < k3 / blockColumns; ko++) {
        for (int mi = 0; mi < blockRows / 32; mi++) {
          for (int ki = 0; ki < blockColumns / 6; ki += 4) {
            for (int word = 0; word < 16; word++) {
              int signs = 0;
              for (int j = 0; j < 16; j++) {
                int upper = j % 2 * 16;
                byte[] row = w[mo * blockRows + mi * 32 + word + upper];
                int c = ko * blockColumns + (ki + j / 4) * 6 + j / 2 % 2 * 3;
                signs |= (triple(row, c) < 0 ? 1 : 0) << 15 - j;
              }
              out.add(signs);
              out.add(signs >> 8);
            }
          }
        }
      }
    }
  }

  private static void addPairs(byte[][] w, int k3, int blockRows, Out out) {
    int columns = w[0].length;
    for (int mo = 0; mo < w.length / blockRows; mo++) {
      for (int ko = 0; ko < (columns - k3) / 32; ko++) {
        for (int mi = 0; mi < blockRows / 32; mi++) {
          for (int ki = 0; ki < 8; ki++) {
            for (int place = 0; place < 32; place++) {
              byte[] row = w[mo * blockRows + mi * 32 + rowAt(place)];
              int c = k3 + ko * 32 + ki * 4;
              out.add(pair(row, c) << 4 | pair(row, c + 2));
            }
          }
        }
      }
    }
  }
}
