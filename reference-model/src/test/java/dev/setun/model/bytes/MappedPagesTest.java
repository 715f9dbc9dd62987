package dev.setun.model.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MappedPagesTest {
  private static final int BYTES = 1 << 24;

  @TempDir Path folder = Path.of(".");

  private static byte[] random() {
    byte[] bytes = new byte[BYTES];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private MemorySegment mapped(Arena arena, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("pages"), bytes);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  /// KiB of a mapping that are in this process (proc(5), smaps: Rss).
  private static long residentKiB(MemorySegment segment) throws IOException {
    String start = Long.toHexString(segment.address()) + "-";
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      inside = inside ? !line.startsWith("VmFlags") : line.startsWith(start);
      if (inside && line.startsWith("Rss:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pagesThatAreGivenBackAreNotResidentAndCanBeReadAgain() throws IOException {
    byte[] bytes = random();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = mapped(arena, bytes);
      assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
      assertThat(residentKiB(segment)).isPositive();
      MappedPages.release(segment);
      assertThat(residentKiB(segment)).isZero();
      assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
    }
  }

  @Test
  void memoryThatIsNoMappedFileKeepsItsBytes() {
    byte[] bytes = random();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(BYTES);
      MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, BYTES);
      MappedPages.release(memory);
      MappedPages.release(memory.asReadOnly());
      assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
    }
  }
}
