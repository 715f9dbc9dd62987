package dev.setun.hdl.synthesis;

import dev.setun.hdl.replay.ReplayException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The Liberty file of a user, brought to where Yosys runs: its path may have characters that a
/// script of Yosys cannot name.
final class LibertyFile {
  /// Its name there.
  static final String NAME = "setun_cells.lib";

  private static final long MOST_BYTES = 1L << 28;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private LibertyFile() {}

  /// Copies a file, without the gzip around it if there is one.
  ///
  /// @throws UncheckedIOException if it cannot be read
  /// @throws ReplayException if it is longer than 256 MB or no proper gzip
  static void copy(Path from, Path to) {
    try (InputStream in = open(from);
        OutputStream out = Files.newOutputStream(to)) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        total += length;
        if (total > MOST_BYTES) {
          throw new ReplayException(
              from.toString(), "expected a Liberty file of at most " + MOST_BYTES + " bytes");
        }
        out.write(buffer, 0, length);
      }
    } catch (ZipException broken) {
      throw new ReplayException(from.toString(), "broken gzip: " + broken.getMessage(), broken);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      raw.mark(2);
      boolean zipped = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
      raw.reset();
      return zipped ? new GZIPInputStream(raw) : raw;
    } catch (IOException failure) {
      raw.close();
      throw failure;
    }
  }
}
