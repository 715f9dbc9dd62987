package dev.setun.workbench.cli;

import dev.setun.model.gguf.Dialect;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// What a GGUF file does not say about itself (spec 3.2, 3.3, 3.5).
final class GgufOption {
  @Option(
      names = "--i2s-layout",
      paramLabel = "LAYOUT",
      description = "I2_S in a GGUF file: x86 (blocks of 128, default) or arm64 (blocks of 64).")
  private Optional<String> layout = Optional.empty();

  @Option(
      names = "--tl-config",
      paramLabel = "FILE|PRESET",
      description =
          "Tiles of TL1 and TL2 in a GGUF file: a kernel_config.ini, or a preset of bitnet.cpp such"
              + " as llama3-8b-tl1.")
  private Optional<String> kernels = Optional.empty();

  @Option(
      names = "--gguf-dialect",
      paramLabel = "DIALECT",
      description =
          "Whose numbers of tensor types a GGUF file has: auto (default), bitnet.cpp or llama.cpp.")
  private Optional<String> dialect = Optional.empty();

  /// @throws InputException if a value is none of those there are
  GgufOptions options() {
    return new GgufOptions(dialect(), layout(), kernels());
  }

  /// The options that were given, as a command has them: for a line that repeats a run.
  String arguments() {
    return argument("--i2s-layout", layout)
        + argument("--tl-config", kernels)
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

  private TlKernelConfig kernels() {
    if (kernels.isEmpty()) {
      return TlKernelConfig.NONE;
    }
    String name = kernels.get();
    for (TlKernelConfig.Preset preset : TlKernelConfig.Preset.values()) {
      if (label(preset).equals(name)) {
        return preset.config();
      }
    }
    if (!Files.isRegularFile(Path.of(name))) {
      throw new InputException(
          "--tl-config",
          "expected a file or one of "
              + Arrays.stream(TlKernelConfig.Preset.values())
                  .map(GgufOption::label)
                  .collect(Collectors.joining(", "))
              + ", found "
              + name);
    }
    return TlKernelConfig.read(Path.of(name));
  }

  private static String label(TlKernelConfig.Preset preset) {
    return preset.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
