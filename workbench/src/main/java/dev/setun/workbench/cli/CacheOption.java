package dev.setun.workbench.cli;

import dev.setun.model.inference.CachePrecision;
import picocli.CommandLine.Option;

/// How a command's contexts keep keys and values.
final class CacheOption {
  @Option(
      names = "--kv-cache",
      paramLabel = "TYPE",
      description =
          "Keys and values in f32, or rounded to f16 in half the memory (default:"
              + " ${DEFAULT-VALUE}).")
  private String precision = CachePrecision.F32.label();

  CachePrecision precision() {
    return CachePrecision.parse("--kv-cache", precision);
  }
}
