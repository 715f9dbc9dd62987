package dev.setun.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.Tl1;
import dev.setun.model.tensor.Tl2;
import dev.setun.model.tensor.TlKernel;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.model.tensor.TlShape;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are not what they should be end in one line that says what, where, expected, found.
class BadGgufTest {
  private static final int F32 = 0;

  private static void refused(byte[] bytes, String message) {
    assertThatThrownBy(() -> GgufBytes.open(bytes))
        .isInstanceOf(InputException.class)
        .hasMessage("t.gguf: " + message);
  }

  @Test
  void everyTruncationOfAHeaderIsRefused() {
    byte[] bytes = GgufBytes.twoTensors();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> GgufBytes.open(cut)).isInstanceOf(InputException.class);
    }
    assertThat(GgufBytes.open(bytes).tensors()).hasSize(2);
  }

  @Test
  void anotherFormatOrVersionIsNamed() {
    refused(new byte[4], "header: expected at least 24 bytes, found 4");
    refused(
        "PK this is no model at all ".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "header: expected the magic number 47475546 (GGUF), found 504b2074");
    refused(
        new GgufBytes().number(GgufFile.MAGIC, 4).number(2, 4).bytes(16),
        "header: expected GGUF version 3, found 2");
    refused(
        new GgufBytes().number(GgufFile.MAGIC, 4).number(3 << 24, 4).bytes(16),
        "header: expected a little-endian file, found a big-endian one");
  }

  @Test
  void countsBeyondTheFileAreRefusedBeforeAnythingIsAllocated() {
    refused(
        new GgufBytes().header(-1, 0).bytes(64),
        "header: expected tensor count at most 2, which is what the file can hold, found"
            + " 18446744073709551615");
    refused(
        new GgufBytes().header(0, 1L << 40).bytes(64),
        "header: expected key count at most 4, which is what the file can hold, found"
            + " 1099511627776");
    refused(
        new GgufBytes().header(0, 1).key("k", GgufType.STRING).number(1L << 62, 8).bytes(10),
        "key k: expected string length at most 10, which is what the file can hold, found"
            + " 4611686018427387904");
    refused(
        new GgufBytes()
            .header(0, 1)
            .key("k", GgufType.ARRAY)
            .number(GgufType.UINT64.id(), 4)
            .number(1L << 61, 8)
            .bytes(16),
        "key k: expected element count at most 2, which is what the file can hold, found"
            + " 2305843009213693952");
  }

  @Test
  void namesAndValuesMustBeWhatTheyClaim() {
    refused(
        new GgufBytes()
            .header(0, 2)
            .key("k", GgufType.INT8)
            .number(1, 1)
            .key("k", GgufType.INT8)
            .bytes(1),
        "key k: expected every key once, found it twice");
    refused(
        new GgufBytes().header(0, 1).text("k").number(13, 4).bytes(8),
        "key k: expected value type 0 to 12, found 13");
    refused(
        new GgufBytes().header(0, 1).key("k", GgufType.BOOL).number(2, 1).bytes(8),
        "key k: expected a truth value 0 or 1, found 2");
    refused(
        new GgufBytes().header(0, 1).text("").bytes(16),
        "key: expected a name of 1 to 65535 bytes, found 0");
    refused(
        new GgufBytes().header(0, 1).text("new\nline").number(0, 4).bytes(8),
        "key: expected a name of ASCII characters, found byte 10");
  }

  @Test
  void dimensionsAndPlacesOfTensorsMustFitTheFile() {
    refused(
        new GgufBytes().header(1, 0).info("w", F32, 0).bytes(64),
        "tensor w: expected 1 to 4 dimensions, found 0");
    refused(
        new GgufBytes().header(1, 0).info("w", F32, 0, 4, 0).bytes(64),
        "tensor w: expected dimensions 1 to 2147483647, found 0");
    refused(
        new GgufBytes().header(1, 0).info("w", F32, 0, 1 << 30, 1 << 30, 1 << 30, 16).bytes(64),
        "tensor w: expected 1 to 2^31 - 1 rows and columns and at most 2^58 elements, found"
            + " 2147483648 x 1073741824");
    refused(
        new GgufBytes().header(1, 0).info("w", F32, 4, 1).bytes(64),
        "tensor w: expected an offset in multiples of 32, found 4");
    refused(
        new GgufBytes().header(1, 0).info("w", F32, 32, 16).bytes(64 + 32 - 57),
        "tensor w: 64 bytes at offset 32 of the data run past the end of the file (expected up to"
            + " 32, found 96 bytes in all)");
    refused(
        new GgufBytes().header(1, 0).info("w", TypeNumbers.I2_S - 1, 0, 100, 2).bytes(640),
        "tensor w: TQ2_0 needs columns in multiples of 256, found 2 x 100");
    refused(
        new GgufBytes().header(2, 0).info("v", F32, 0, 16).info("w", F32, 32, 16).bytes(640),
        "tensor w: expected bytes of its own, found an overlap with tensor v at offset 32 of the"
            + " data");
    refused(
        new GgufBytes().header(2, 0).info("w", F32, 0, 1).info("w", F32, 32, 1).bytes(640),
        "tensor w: expected every tensor once, found it twice");
    refused(
        new GgufBytes().header(1, 0).info("w", 12, 0, 256).bytes(640),
        "tensor w: expected a tensor type F32, F16, BF16, Q4_0, Q6_K, Q8_0, TQ1_0, TQ2_0, I2_S, TL1"
            + " or TL2, found number 12");
    refused(
        new GgufBytes()
            .header(0, 1)
            .key("general.alignment", GgufType.UINT32)
            .number(24, 4)
            .bytes(64),
        "key general.alignment: expected a power of two 8 to 2^30, found 24");
  }

  @Test
  void aTypeNumberWithTwoMeaningsIsDecidedByWhatTheFileIs() {
    assertThat(typeOf(36, "bitnet-b1.58", -1)).isEqualTo(I2s.X86_128);
    assertThat(typeOf(36, "llama", 40)).isEqualTo(I2s.X86_128);
    assertThat(typeOf(38, "bitnet", -1)).isInstanceOf(Tl1.class);
    assertThat(typeOf(39, "bitnet", -1)).isInstanceOf(Tl2.class);
    assertThat(typeOf(39, "llama", 39)).isInstanceOf(Tl2.class);
    assertThatThrownBy(() -> typeOf(36, "llama", 15))
        .hasMessage(
            "t.gguf: tensor w: tensor type 36 is a retired type in llama.cpp and I2_S in bitnet.cpp;"
                + " expected a file of bitnet.cpp, found general.architecture llama,"
                + " general.file_type 15"
                + " (--gguf-dialect says whose numbers a file has)");
    assertThatThrownBy(() -> typeOf(39, "gpt-oss", 38)).hasMessageContaining("MXFP4");
    assertThatThrownBy(() -> typeOf(39, "bitnet", 38)).hasMessageContaining("MXFP4");
    assertThatThrownBy(() -> typeOf(37, "bitnet", 40)).hasMessageContaining("I8_S");
  }

  /// A preset of upstream gives bm 64 for a TL2 shape (spec 3.5), whose tiles always have 32 rows.
  @Test
  void theRowsOfInnerTilesOfTl2AreNotTakenFromTheConfiguration() {
    TlKernelConfig config =
        new TlKernelConfig(List.of(new TlShape(4096, 1536, new TlKernel(256, 96, 64))));
    byte[] file = new GgufBytes().header(1, 0).info("w", 39, 0, 1536, 4096).bytes(1536 * 4096);
    GgufOptions options = new GgufOptions(Dialect.BITNET_CPP, I2s.X86_128, config);
    assertThat(
            GgufFile.of("t.gguf", MemorySegment.ofArray(file), options)
                .tensors()
                .getFirst()
                .tensor()
                .type())
        .isEqualTo(new Tl2(new TlKernel(256, 96, 32)));
  }

  private static Object typeOf(int number, String architecture, int fileType) {
    GgufBytes bytes = new GgufBytes().header(1, fileType < 0 ? 1 : 2);
    bytes.key("general.architecture", GgufType.STRING).text(architecture);
    if (fileType >= 0) {
      bytes.key("general.file_type", GgufType.UINT32).number(fileType, 4);
    }
    byte[] file = bytes.info("w", number, 0, 1536, 1536).bytes(1536 * 1536);
    TlKernelConfig kernels =
        number == 38
            ? TlKernelConfig.Preset.BITNET_B1_58_LARGE_TL1.config()
            : TlKernelConfig.Preset.BITNET_B1_58_LARGE_TL2.config();
    GgufOptions options = new GgufOptions(Dialect.BY_CONTENT, I2s.X86_128, kernels);
    return GgufFile.of("t.gguf", MemorySegment.ofArray(file), options)
        .tensors()
        .getFirst()
        .tensor()
        .type();
  }

  @Test
  void theUserCanSayWhoseNumbersAFileHas() {
    byte[] file = new GgufBytes().header(1, 0).info("w", 36, 0, 128).bytes(256);
    for (I2s layout : I2s.values()) {
      GgufOptions options = new GgufOptions(Dialect.BITNET_CPP, layout, TlKernelConfig.NONE);
      GgufFile opened = GgufFile.of("t.gguf", MemorySegment.ofArray(file), options);
      assertThat(opened.tensors().getFirst().tensor().type()).isEqualTo(layout);
    }
    GgufOptions llama = new GgufOptions(Dialect.LLAMA_CPP, I2s.X86_128, TlKernelConfig.NONE);
    assertThatThrownBy(() -> GgufFile.of("t.gguf", MemorySegment.ofArray(file), llama))
        .hasMessageContaining("found the dialect llama.cpp");
    byte[] tl1 = new GgufBytes().header(1, 0).info("w", 38, 0, 256, 256).bytes(32768);
    GgufOptions none = new GgufOptions(Dialect.BITNET_CPP, I2s.X86_128, TlKernelConfig.NONE);
    assertThatThrownBy(() -> GgufFile.of("t.gguf", MemorySegment.ofArray(tl1), none))
        .hasMessageContaining("kernel configuration")
        .hasMessageContaining("256 x 256");
  }

  @Test
  void aCodeThatIsNoWeightIsReportedWhereItIs() {
    GgufBytes header = new GgufBytes().header(1, 0).info("w", 35, 0, 256);
    int dataStart = (header.bytes(0).length + 31) / 32 * 32;
    byte[] bytes = Arrays.copyOf(header.bytes(0), dataStart + 66);
    bytes[dataStart + 3] = 0x30;
    var bad = GgufBytes.open(bytes).tensors().getFirst().tensor().ternary();
    assertThatThrownBy(bad::validate)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t.gguf: tensor w: row 0, column 67: expected a code for -1, 0 or +1, found one that"
                + " TQ2_0 does not define");
  }

  @Test
  void missingFilesAndFoldersAreNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> GgufFile.open(folder.resolve("none.gguf")))
        .hasMessageEndingWith("none.gguf: expected a GGUF file, found nothing");
    assertThatThrownBy(() -> GgufFile.open(folder))
        .hasMessageEndingWith(": expected a GGUF file, found a folder");
  }

  /// The worst files: as many keys, and as many tensors, as their bytes can hold.
  @Test
  void openingAllocatesLessThanTwiceTheFileHoweverItIsMade() {
    GgufBytes keys = new GgufBytes().header(0, 60_000);
    for (int i = 0; i < 60_000; i++) {
      keys.key("%03x".formatted(i), GgufType.INT8).number(i & 1, 1);
    }
    assertAllocation(keys.bytes(0));
    GgufBytes tensors = new GgufBytes().header(40_000, 1);
    tensors.key("general.alignment", GgufType.UINT32).number(8, 4);
    for (int i = 0; i < 40_000; i++) {
      tensors.info("%03x".formatted(i), F32, 8L * (39_999 - i), 1);
    }
    assertAllocation(tensors.bytes(8 * 40_000 + 8));
  }

  private static void assertAllocation(byte[] file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    GgufBytes.open(file);
    long before = threads.getCurrentThreadAllocatedBytes();
    GgufFile opened = GgufBytes.open(file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(opened.byteSize()).isEqualTo(file.length);
    assertThat(allocated).isLessThan(2L * file.length);
  }
}
