package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.testing.RequiresTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryImageTest {
  // 70 bits: two longs a word, 18 digits, the highest of which holds two bits.
  private static final MemoryImage WIDE =
      new MemoryImage(70, new long[] {0x0123456789abcdefL, 0x3f, -1L, 0, 0, 1});

  @Test
  void oneWordALineWithAsManyDigitsAsTheWidthNeeds() throws IOException {
    assertThat(text(WIDE)).isEqualTo(Files.readString(Path.of("samples", "weights.hex")));
    assertThat(text(new MemoryImage(5, new long[] {0, 31, 10})))
        .isEqualTo("// 3 words of 5 bits\n00\n1f\n0a\n");
    assertThat(text(new MemoryImage(64, new long[] {-1L})))
        .isEqualTo("// 1 words of 64 bits\nffffffffffffffff\n");
  }

  @Test
  void aBitBeyondTheWidthOrHalfAWordIsRefused() {
    assertThatThrownBy(() -> new MemoryImage(5, new long[] {0, 32}))
        .hasMessageContaining("word 1: expected 5 bits");
    assertThatThrownBy(() -> new MemoryImage(70, new long[] {0, 64}))
        .hasMessageContaining("word 0: expected 70 bits");
    assertThatThrownBy(() -> new MemoryImage(70, new long[3]))
        .hasMessageContaining("expected a multiple of 2 longs");
  }

  @RequiresTool({"iverilog", "vvp"})
  @Test
  void icarusReadsTheSameWords(@TempDir Path folder) throws Exception {
    AtomicFile.write(folder.resolve("memory.hex"), Overwrite.REFUSE, WIDE::writeTo);
    Files.writeString(
        folder.resolve("read.v"),
        """
        module read;
          reg [69:0] memory [0:2];
          integer i;
          initial begin
            $readmemh("memory.hex", memory);
            for (i = 0; i < 3; i = i + 1) $display("%b", memory[i]);
          end
        endmodule
        """);
    assertThat(run(folder, "iverilog", "-o", "read.vvp", "read.v")).isEmpty();
    String one = "0".repeat(5) + "1" + "0".repeat(64);
    String ones = "0".repeat(6) + "1".repeat(64);
    String mixed = "111111" + "0000000100100011010001010110011110001001101010111100110111101111";
    assertThat(run(folder, "vvp", "-n", "read.vvp"))
        .isEqualTo(mixed + "\n" + ones + "\n" + one + "\n");
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static String text(MemoryImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    image.writeTo(out);
    return out.toString(StandardCharsets.US_ASCII);
  }
}
