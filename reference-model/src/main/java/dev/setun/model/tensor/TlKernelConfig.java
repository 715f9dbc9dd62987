package dev.setun.model.tensor;

import dev.setun.traces.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The tile sizes of a TL1 or TL2 conversion, by shape.
///
/// @param shapes one entry a shape
public record TlKernelConfig(List<TlShape> shapes) {
  private static final List<String> KEYS = List.of("m", "k", "bm", "bk", "bmm");

  /// Nothing known: TL1 and TL2 tensors cannot be read.
  public static final TlKernelConfig NONE = new TlKernelConfig(List.of());

  /// The presets of bitnet.cpp (spec 3.5); one is used for all models of a family.
  public enum Preset {
    BITNET_B1_58_LARGE_TL1(
        shape(1536, 4096, 256, 128, 32),
        shape(1536, 1536, 128, 64, 64),
        shape(4096, 1536, 256, 128, 32)),
    BITNET_B1_58_LARGE_TL2(
        shape(1536, 4096, 256, 96, 32),
        shape(1536, 1536, 128, 192, 32),
        shape(4096, 1536, 256, 96, 32)),
    BITNET_B1_58_3B_TL1(
        shape(3200, 8640, 160, 64, 32),
        shape(3200, 3200, 320, 128, 64),
        shape(8640, 3200, 320, 64, 32)),
    BITNET_B1_58_3B_TL2(
        shape(3200, 8640, 160, 96, 32),
        shape(3200, 3200, 320, 96, 32),
        shape(8640, 3200, 320, 96, 32)),
    LLAMA3_8B_TL1(
        shape(14336, 4096, 256, 128, 64),
        shape(4096, 14336, 256, 128, 32),
        shape(1024, 4096, 128, 64, 64),
        shape(4096, 4096, 128, 64, 32)),
    LLAMA3_8B_TL2(
        shape(14336, 4096, 256, 96, 32),
        shape(4096, 14336, 128, 96, 32),
        shape(1024, 4096, 256, 96, 32),
        shape(4096, 4096, 128, 96, 32));

    private final TlKernelConfig config;

    Preset(TlShape... shapes) {
      this.config = new TlKernelConfig(List.of(shapes));
    }

    public TlKernelConfig config() {
      return config;
    }
  }

  public TlKernelConfig {
    shapes = List.copyOf(shapes);
  }

  private static TlShape shape(int rows, int columns, int blockRows, int blockColumns, int bm) {
    return new TlShape(rows, columns, new TlKernel(blockRows, blockColumns, bm));
  }

  /// The tile sizes for a shape, if they are known.
  public Optional<TlKernel> find(long rows, long columns) {
    for (TlShape shape : shapes) {
      if (shape.rows() == rows && shape.columns() == columns) {
        return Optional.of(shape.kernel());
      }
    }
    return Optional.empty();
  }

  /// Reads a kernel_config.ini: sections with the keys m, k, bm, bk and bmm.
  ///
  /// @throws InputException if a line or a section cannot be understood
  public static TlKernelConfig read(Path file) {
    try {
      return parse(file.toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  static TlKernelConfig parse(String where, List<String> lines) {
    List<TlShape> shapes = new ArrayList<>();
    Map<String, Integer> section = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String at = where + ": line " + (i + 1);
      if (line.startsWith("[")) {
        addSection(at, section, shapes);
      } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";")) {
        addKey(at, line, section);
      }
    }
    addSection(where, section, shapes);
    return new TlKernelConfig(shapes);
  }

  private static void addKey(String at, String line, Map<String, Integer> section) {
    String[] parts = line.split("=", 2);
    try {
      if (parts.length == 2) {
        section.put(parts[0].strip(), Integer.valueOf(parts[1].strip()));
        return;
      }
    } catch (NumberFormatException _) {
      // Reported below with the line, as a missing '=' is.
    }
    throw new InputException(at, "expected KEY = INTEGER, found " + line);
  }

  private static void addSection(String at, Map<String, Integer> section, List<TlShape> shapes) {
    if (section.isEmpty()) {
      return;
    }
    int[] values =
        KEYS.stream()
            .mapToInt(key -> {
              Integer value = section.get(key);
              if (value == null) {
                throw new InputException(
                    at, "expected the keys " + KEYS + ", found " + section.keySet());
              }
              return value;
            })
            .toArray();
    try {
      shapes.add(shape(values[0], values[1], values[2], values[3], values[4]));
    } catch (IllegalArgumentException e) {
      throw new InputException(at, String.valueOf(e.getMessage()), e);
    }
    section.clear();
  }
}
