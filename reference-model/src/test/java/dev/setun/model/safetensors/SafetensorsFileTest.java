package dev.setun.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    assertThat(file.tensors())
        .extracting(StoredTensor::name)
        .containsExactly("a", "b", "empty", "c");
    float[] values = new float[5];
    file.find("a").orElseThrow().matrix(2, 3).dequantiseRow(1, values, 1);
    assertThat(values).containsExactly(0, 4, 5, 6, 0);
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
  void aTensorBeyondTwoGigabytesIsReadWhereItIs(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("model.safetensors");
    long large = 1L << 32;
    byte[] header =
        ("{\"large\":{\"dtype\":\"F32\",\"shape\":[2,536870912],\"data_offsets\":[0,"
                + large
                + "]},\"last\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":["
                + large
                + ","
                + (large + 8)
                + "]}}")
            .getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.writeLong(Long.reverseBytes(header.length));
      file.write(header);
      // What is between is a hole.
      file.seek(8 + header.length + large + 4);
      file.writeInt(Integer.reverseBytes(Float.floatToIntBits(1.5f)));
    }
    SafetensorsFile file = SafetensorsFile.open(path);
    assertThat(file.find("last").orElseThrow().vector(2)).containsExactly(0, 1.5f);
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
          []|header: byte 0: expected {, found []
          {"a":{}}|tensor a: expected dtype, found none
          {"a":5}|header: byte 5: expected {, found 5}
          {"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}|tensor a: dtype: expected one of F64, F32
          {"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}|found F4
          {"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}|header: byte 14: expected ", found 7,
          {"a":{"dtype":"F32","data_offsets":[0,8]}}|tensor a: expected shape, found none
          {"a":{"dtype":"F32","shape":[2]}}|tensor a: expected data_offsets, found none
          {"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}|tensor a: expected dtype once, found it twice
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}|tensor a: expected dtype, shape and data_offsets, found x
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}|expected a whole number of 0..9223372036854775807, found -2
          {"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}|expected a whole number of 0..9223372036854775807, found 2.5
          {"a":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}|expected a number without a leading zero, found 02
          {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}|shape: expected at most 8 sizes, found more
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}|expected ,, found ]}}
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}|expected a whole number of 0..9223372036854775807, found -8
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}|expected a whole number of 0..9223372036854775807, found 9999
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}|expected data within the 8 bytes after the header, found 8..0
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}|expected data within the 8 bytes after the header, found 0..12
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}|expected a shape that fits the 8 bytes
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}|expected 4 bytes for F32[1], found 8
          {"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,4],"data_offsets":[0,8]}}|expected a shape that fits
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}|tensor b: expected data from byte 4, where the data before it ends, found it from byte 2 (an overlap)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[1],"data_offsets":[6,8]}}|tensor b: expected data from byte 4, where the data before it ends, found it from byte 6 (a gap)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}|f: expected 4 bytes of tensors after the header, found 8
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}|tensor a: expected every tensor once, found it twice
          {"__metadata__":{},"__metadata__":{}}|header: expected __metadata__ once, found it twice
          {"__metadata__":{"a":tru}}|header: byte 24: expected a value, found }}
          {"a\\u0041":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}|expected names of at most 65535 bytes without escapes, found a\\u0041
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x|header: byte 55: expected nothing more, found x
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}|expected , or }, found the end
          """)
  void aHeaderThatDoesNotFitIsRefusedInOneLine(String header, String message) {
    assertRefused(SafetensorsBytes.withHeader(header, new byte[8]), message);
  }

  @Test
  void deepNestingEndsInOneLine() {
    assertRefused(SafetensorsBytes.withHeader("[".repeat(1_000_000)), "f: header");
  }

  @Test
  void metadataMayHoldAnyText() {
    String header =
        "{\"__metadata__\": {\"a\":\"\\u00e4\\n\", \"b\":[1,-2.5e+3,0,true,null,{}]},\n"
            + "\"ü\":{\"shape\":[],\"data_offsets\":[0,1],\"dtype\":\"BOOL\"}}  ";
    SafetensorsFile file = parse(SafetensorsBytes.withHeader(header, (byte) 1));
    assertThat(file.find("ü").orElseThrow().type()).isEqualTo(StoredType.BOOL);
    byte[] bytes = SafetensorsBytes.withHeader(header, (byte) 1);
    bytes[bytes.length - 60] = (byte) 0xff;
    assertRefused(bytes, "expected UTF-8");
  }

  /// The worst file there is: as many tensors as its bytes can describe.
  @Test
  void openingAllocatesLessThanTwiceTheFileHoweverItIsMade() {
    int count = 100_000;
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      header
          .append(i == 0 ? "" : ",")
          .append(
              "\""
                  + Integer.toString(i, 36)
                  + "\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":")
          .append("[" + i + "," + (i + 1) + "]}");
    }
    byte[] file = SafetensorsBytes.withHeader(header.append('}').toString(), new byte[count]);
    parse(file);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    SafetensorsFile parsed = parse(file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(parsed.tensors()).hasSize(count);
    assertThat(allocated).isLessThan(2L * file.length);
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
