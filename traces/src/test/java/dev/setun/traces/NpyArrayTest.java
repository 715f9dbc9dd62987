package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyArrayTest {
  @TempDir Path folder;

  @Test
  void theBytesAreThoseOfTheFormatDescription() throws IOException {
    NpyArray array = new NpyArray.Int32(List.of(2, 3), new int[] {1, -1, 256, 0, 65536, -2});
    // 10 bytes of prefix and 118 of dictionary: 0x76 and the values start at 128.
    String dictionary = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }";
    byte[] text =
        (dictionary + " ".repeat(118 - dictionary.length() - 1) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 0x76, 0});
    expected.write(text);
    expected.write(new byte[] {1, 0, 0, 0, -1, -1, -1, -1, 0, 1, 0, 0});
    expected.write(new byte[] {0, 0, 0, 0, 0, 0, 1, 0, -2, -1, -1, -1});
    assertThat(bytes(array)).isEqualTo(expected.toByteArray());
  }

  @Test
  void theValuesStartAtAMultipleOf64Bytes() throws IOException {
    for (int dimensions = 0; dimensions < 40; dimensions++) {
      List<Integer> shape = Collections.nCopies(dimensions, 1);
      assertThat(bytes(new NpyArray.Int8(shape, new byte[1])).length % 64).isEqualTo(1);
    }
  }

  @Test
  void theSampleThatNumPyWroteIsReadAndWrittenBackByteForByte() throws IOException {
    Path sample = Path.of("samples", "activations.npy");
    NpyArray array = NpyArray.read(sample);
    assertThat(array).isInstanceOf(NpyArray.Int8.class);
    assertThat(array.shape()).containsExactly(3, 5);
    assertThat(((NpyArray.Int8) array).values())
        .containsExactly(-128, -127, -1, 0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 127);
    assertThat(bytes(array)).isEqualTo(Files.readAllBytes(sample));
  }

  @Test
  void everyBitPatternOfAFloatSurvives() throws IOException {
    float[] values = {
      0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.intBitsToFloat(0xffc01234)
    };
    NpyArray read = roundTrip(new NpyArray.Float32(List.of(6), values));
    float[] found = ((NpyArray.Float32) read).values();
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.floatToRawIntBits(found[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
    }
  }

  @Test
  void anArrayLongerThanOnePieceSurvives() throws IOException {
    int[] values = new int[50_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0x9e3779b1;
    }
    NpyArray read = roundTrip(new NpyArray.Int32(List.of(3, 16_667), values));
    assertThat(((NpyArray.Int32) read).values()).isEqualTo(values);
  }

  @Test
  void aSingleNumberAndAnEmptyArrayHaveTheirShapes() throws IOException {
    assertThat(roundTrip(new NpyArray.Int8(List.of(), new byte[] {7})).shape()).isEmpty();
    assertThat(roundTrip(new NpyArray.Int8(List.of(0, 4), new byte[0])).shape())
        .containsExactly(0, 4);
  }

  @Test
  void aShapeThatIsNotThatOfTheValuesIsRefused() {
    assertThatThrownBy(() -> new NpyArray.Int8(List.of(2, 3), new byte[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a shape of 5 values, found [2, 3]");
    assertThatThrownBy(() -> new NpyArray.Int8(List.of(-1, -5), new byte[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTruncatedFileIsRefusedBeforeTheValuesGetMemory() throws IOException {
    Path file = withDictionary("{'descr': '<f4', 'fortran_order': False, 'shape': (400000000,), }");
    assertThatThrownBy(() -> NpyArray.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected 1600000128 bytes for shape [400000000] of <f4, found 128");
  }

  @Test
  void aShapeWhoseProductWrapsAroundIsRefused() throws IOException {
    // 2^31 * 2^31 * 4 is 0 modulo 2^64.
    Path file =
        withDictionary(
            "{'descr': '|i1', 'fortran_order': False, 'shape': (1073741824, 1073741824, 16), }");
    assertThatThrownBy(() -> NpyArray.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected fewer than");
  }

  @Test
  void anotherTypeOrderOrFormatIsRefusedInOneLine() throws IOException {
    refused("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "found <f8");
    refused("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", "fortran_order True");
    refused("{'descr': '<f4', 'shape': (1,), }", "expected the header of a .npy file");
    refused("import os\nos.exit()", "expected the header of a .npy file");
    Path other = folder.resolve("other.npy");
    Files.writeString(other, "not NumPy at all");
    assertThatThrownBy(() -> NpyArray.read(other))
        .isInstanceOf(InputException.class)
        .hasMessage(other + ": expected a .npy file of version 1.0, found another beginning");
    Files.write(other, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, -1, -1});
    assertThatThrownBy(() -> NpyArray.read(other))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a header of 65535 bytes");
  }

  private void refused(String dictionary, String message) throws IOException {
    Path file = withDictionary(dictionary);
    assertThatThrownBy(() -> NpyArray.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private Path withDictionary(String dictionary) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    content.write(
        (dictionary + " ".repeat(117 - dictionary.length()) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    Path file = folder.resolve("made.npy");
    Files.write(file, content.toByteArray());
    return file;
  }

  private NpyArray roundTrip(NpyArray array) throws IOException {
    Path file = folder.resolve("array.npy");
    AtomicFile.write(file, Overwrite.REPLACE, array::writeTo);
    return NpyArray.read(file);
  }

  private static byte[] bytes(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    array.writeTo(out);
    return out.toByteArray();
  }
}
