package dev.setun.workbench.golden;

import dev.setun.accel.design.Design;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/// The Verilog test bench of a linear's vectors, and a device that it passes with. Both are written
/// out below this package's resources; the bench takes its sizes from the vectors.
final class TestBench {
  private TestBench() {}

  /// `tb_golden.v`.
  ///
  /// @param design whose widths are the bench's defaults
  static String bench(String model, LinearVectors vectors, Design design) {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("NAME", vectors.name()),
            Map.entry("MODEL", plain(model)),
            Map.entry("M", Integer.toString(vectors.m())),
            Map.entry("K", Integer.toString(vectors.k())),
            Map.entry("N", Integer.toString(vectors.n())),
            Map.entry("ROWS", Integer.toString(design.array().rows())),
            Map.entry("LANES", Integer.toString(design.array().lanes())),
            Map.entry("TOKENS", Integer.toString(design.array().tokens())),
            Map.entry("WEIGHT_BITS", Integer.toString(design.ports().weightBits())),
            Map.entry("OUT_LANES", Integer.toString(design.ports().outputLanes())),
            Map.entry("ACTIVATION_SUM", checksum(vectors.activations())),
            Map.entry("WEIGHT_SUM", checksum(PackedWeights.of(vectors.weights()).bytes())));
    String text = resource("tb_golden.v");
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  /// `example_dut.v`.
  static String exampleDevice() {
    return resource("example_dut.v");
  }

  /// A model's name where a comment of Verilog can hold it.
  private static String plain(String name) {
    return name.replaceAll("[^\\x20-\\x7e]|@", "?");
  }

  /// Sum of (2 i + 1) * byte i modulo 2^32: a change of any one byte changes it.
  private static String checksum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (2 * i + 1) * Byte.toUnsignedInt(bytes[i]);
    }
    return HexFormat.of().toHexDigits(sum);
  }

  private static String resource(String name) {
    try (InputStream stream = TestBench.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
