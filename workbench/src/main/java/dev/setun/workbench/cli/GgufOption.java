package dev.setun.workbench.cli;

import dev.setun.model.gguf.Dialect;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.tensor.I2s;
import dev.setun.traces.InputException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a GGUF file does not say about itself (spec 3.2, 3.3, 3.5).
final class GgufOption {
  @Option(
      names = "--i2s-layout",
      paramLabel = "LAYOUT",
      description = "I2_S in a GGUF file: x86 (blocks of 128, default) or arm64 (blocks of 64).")
  private Optional<String> layout = Optional.empty();

  @Mixin private TlConfigOption tiles = new TlConfigOption();

  @Option(
      names = "--gguf-dialect",
      paramLabel = "DIALECT",
      description =
          "Whose numbers of tensor types a GGUF file has: auto (default), bitnet.cpp or llama.cpp.")
  private Optional<String> dialect = Optional.empty();

  /// @throws InputException if a value is none of those there are
  GgufOptions options() {
    return new GgufOptions(dialect(), layout(), tiles.kernels());
  }

  /// The options that were given, as a command has them: for a line that repeats a run.
  String arguments() {
    return argument("--i2s-layout", layout)
        + argument("--tl-config", tiles.given())
        + argument("--gguf-dialect", dialect);
  }

  private static String argument(String name, Optional<String> value) {
    return value.map(text -> " " + name + " '" + text.replace("'", "'\\''") + "'").orElse("");
  }

  private I2s layout() {
    String name = layout.orElse("x86");
    return switch (name) {
      case "x86" -> I2s.X86_128;
      case "arm64" -> I2s.ARM_64;
      default -> throw new InputException("--i2s-layout", "expected x86 or arm64, found " + name);
    };
  }

  private Dialect dialect() {
    String name = dialect.orElse("auto");
    return switch (name) {
      case "auto" -> Dialect.BY_CONTENT;
      case "bitnet.cpp" -> Dialect.BITNET_CPP;
      case "llama.cpp" -> Dialect.LLAMA_CPP;
      default ->
          throw new InputException(
              "--gguf-dialect", "expected auto, bitnet.cpp or llama.cpp, found " + name);
    };
  }
}
