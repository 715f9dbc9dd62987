package dev.setun.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  private static final byte[] GOOD =
      new SafetensorsBytes()
          .bf16("a", "[2,3]", 1, -2, 3, 4, 5, 6)
          .f32("b", "[1]", 0.1f)
          .put("empty", "I64", "[0,5]")
          .put("c", "U8", "[2]", (byte) 7, (byte) 255)
          .build();

  @Test
  void aGoodFileIsRead() {
    SafetensorsFile file = parse(GOOD);
    assertThat(file.tensors()).containsOnlyKeys("a", "b", "empty", "c");
    float[] values = new float[5];
    file.find("a").orElseThrow().floats(1, values, 1, 4);
    assertThat(values).containsExactly(0, -2, 3, 4, 5);
    assertThat(file.find("b").orElseThrow().vector(1)).containsExactly(0.1f);
    assertThat(file.find("d")).isEmpty();
  }

  @Test
  void aFileThatEndsAnywhereBeforeItsEndIsRefused() {
    for (int length = 0; length < GOOD.length; length++) {
      assertRefused(Arrays.copyOf(GOOD, length), "f");
    }
    assertRefused(Arrays.copyOf(GOOD, GOOD.length + 1), "after the header, found");
  }

  @Test
  void aTruncatedFileOnDiskIsRefused(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("model.safetensors");
    for (int length : new int[] {0, 7, 8, 9, 100, GOOD.length - 1}) {
      Files.write(path, Arrays.copyOf(GOOD, length));
      assertThatThrownBy(() -> SafetensorsFile.open(path))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("model.safetensors")
          .hasMessageNotContainingAny("\n");
    }
  }

  @Test
  void aHeaderLengthBeyondTheFileIsRefusedBeforeAnythingIsRead() {
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0, 1, GOOD.length - 7}) {
      byte[] bytes = GOOD.clone();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      assertRefused(bytes, "f: header length: expected 2.." + (GOOD.length - 8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []|header: expected a JSON object, found ARRAY
          {"a":{}}|tensor a: dtype: expected one of F64, F32
          {"a":5}|tensor a: dtype: expected one of F64, F32
          {"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}|found F4
          {"a":{"dtype":"F32","data_offsets":[0,8]}}|shape: expected an array of at most 8 sizes, found nothing
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}|shape: expected sizes of 0..2147483647, found -2
          {"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}|found 2.5
          {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}|at most 8 sizes, found 9
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}|data_offsets: expected two whole numbers
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}|data_offsets: expected two whole numbers
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}|data_offsets: expected two whole numbers
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}|expected data within the 8 bytes after the header, found 8..0
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}|expected data within the 8 bytes after the header, found 0..12
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}|expected a shape that fits the 8 bytes
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}|expected 4 bytes for F32[1], found 8
          {"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,4],"data_offsets":[0,8]}}|expected a shape that fits
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}|tensor b: expected data from byte 4, behind tensor a, found it from byte 2 (an overlap)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[1],"data_offsets":[6,8]}}|tensor b: expected data from byte 4, behind tensor a, found it from byte 6 (a gap)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}|f: expected 4 bytes of tensors after the header, found 8
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}|expected JSON, found
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x|expected JSON, found
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}|expected JSON, found
          """)
  void aHeaderThatDoesNotFitIsRefusedInOneLine(String header, String message) {
    assertRefused(SafetensorsBytes.withHeader(header, new byte[8]), message);
  }

  @Test
  void deepNestingEndsInOneLine() {
    assertRefused(SafetensorsBytes.withHeader("[".repeat(1_000_000)), "f: header");
  }

  private static SafetensorsFile parse(byte[] bytes) {
    return SafetensorsFile.parse("f", MemorySegment.ofArray(bytes));
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> parse(bytes))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("\n");
  }
}
