package dev.setun.model.safetensors;

import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The files of a model folder, on disk or in memory.
sealed interface HfFiles {
  /// What errors call the folder.
  String name();

  /// What errors call a file of it.
  String where(String file);

  /// The bytes of a file, mapped where it is on disk.
  Optional<MemorySegment> find(String file);

  /// @throws InputException if the file is missing
  default MemorySegment required(String file) {
    return find(file)
        .orElseThrow(() -> new InputException(where(file), "expected a file, found none"));
  }

  /// The bytes of a file that is read whole.
  ///
  /// @throws InputException if the file is missing or has more bytes
  default byte[] required(String file, long mostBytes) {
    MemorySegment bytes = required(file);
    if (bytes.byteSize() > mostBytes) {
      throw new InputException(
          where(file), "expected at most " + mostBytes + " bytes, found " + bytes.byteSize());
    }
    return bytes.toArray(ValueLayout.JAVA_BYTE);
  }

  /// Files of a folder, which must not change while they are used.
  record OnDisk(Path folder) implements HfFiles {
    @Override
    public String name() {
      return folder.toString();
    }

    @Override
    public String where(String file) {
      return folder.resolve(file).toString();
    }

    @Override
    public Optional<MemorySegment> find(String file) {
      Path path = folder.resolve(file);
      return Files.isRegularFile(path) ? Optional.of(SafetensorsFile.map(path)) : Optional.empty();
    }
  }

  /// Files by name.
  record InMemory(String name, Map<String, byte[]> files) implements HfFiles {
    @Override
    public String where(String file) {
      return name + ": " + file;
    }

    @Override
    public Optional<MemorySegment> find(String file) {
      return Optional.ofNullable(files.get(file)).map(MemorySegment::ofArray);
    }
  }
}
