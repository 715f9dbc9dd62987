package dev.setun.workbench.cli;

import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// The tile sizes of TL1 and TL2, which no file holds.
final class TlConfigOption {
  @Option(
      names = "--tl-config",
      paramLabel = "PRESET|FILE",
      description =
          "Tile sizes of TL1 or TL2: a kernel_config.ini of bitnet.cpp, or one of its presets, for"
              + " example llama3-8b-tl2.")
  private Optional<String> config = Optional.empty();

  /// @throws InputException if there is no such preset and no such file, or it cannot be read
  TlKernelConfig kernels() {
    return config.map(TlConfigOption::kernels).orElse(TlKernelConfig.NONE);
  }

  /// What was given, if anything was.
  Optional<String> given() {
    return config;
  }

  private static TlKernelConfig kernels(String config) {
    for (TlKernelConfig.Preset preset : TlKernelConfig.Preset.values()) {
      if (label(preset).equals(config)) {
        return preset.config();
      }
    }
    Path file = Path.of(config);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "--tl-config",
          "expected a file or one of "
              + Arrays.stream(TlKernelConfig.Preset.values())
                  .map(TlConfigOption::label)
                  .collect(Collectors.joining(", "))
              + ", found "
              + config);
    }
    return TlKernelConfig.read(file);
  }

  static String label(TlKernelConfig.Preset preset) {
    return preset.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
