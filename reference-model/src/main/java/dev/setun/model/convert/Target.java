package dev.setun.model.convert;

import dev.setun.model.gguf.LinearFormat;
import dev.setun.model.safetensors.FolderFormat;
import dev.setun.traces.InputException;
import java.util.Optional;

/// What a model is converted to.
public sealed interface Target {
  /// A GGUF file with its linears in a format.
  record Gguf(LinearFormat format) implements Target {}

  /// A Hugging Face folder with its linears in a format.
  record Folder(FolderFormat format) implements Target {}

  /// The name of the format.
  default String label() {
    return switch (this) {
      case Gguf(LinearFormat format) -> format.label();
      case Folder(FolderFormat format) -> format.label();
    };
  }

  /// The target of the name of a format.
  ///
  /// @param option what errors call it
  /// @throws InputException if there is none
  static Target parse(String option, String text) {
    Optional<FolderFormat> folder = FolderFormat.find(text);
    return folder.isPresent()
        ? new Folder(folder.get())
        : new Gguf(
            LinearFormat.find(text)
                .orElseThrow(() ->
                    new InputException(
                        option,
                        "expected one of "
                            + LinearFormat.labels()
                            + " (GGUF), "
                            + FolderFormat.labels()
                            + " (folder), found "
                            + text)));
  }
}
