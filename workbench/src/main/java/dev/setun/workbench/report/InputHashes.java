package dev.setun.workbench.report;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.model.Models;
import dev.setun.traces.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// SHA-256 of what a run was given, for `run.json`.
public final class InputHashes {
  private static final List<String> FOLDER_FILES =
      List.of(
          "config.json",
          "tokenizer.json",
          "tokenizer.model",
          "added_tokens.json",
          "tokenizer_config.json",
          "model.safetensors");

  private InputHashes() {}

  /// The design, every key resolved, as `design.resolved.yaml` has it.
  public static Map<String, String> of(Design design) {
    byte[] text = Designs.toYaml(design).getBytes(StandardCharsets.UTF_8);
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("design.resolved.yaml", FileDigest.of("design.resolved.yaml", text).sha256());
    return hashes;
  }

  /// The design and the files of a model.
  public static Map<String, String> of(Design design, String model) throws IOException {
    Map<String, String> hashes = of(design);
    if (model.equals(Models.BARD)) {
      for (Map.Entry<String, byte[]> file : Models.bardFiles().entrySet()) {
        String name = Models.BARD + "/" + file.getKey();
        hashes.put(name, FileDigest.of(name, file.getValue()).sha256());
      }
    } else if (Files.isDirectory(Path.of(model))) {
      for (String name : FOLDER_FILES) {
        Path file = Path.of(model, name);
        if (Files.exists(file)) {
          hashes.put(name, FileDigest.of(name, file).sha256());
        }
      }
    } else {
      hashes.put(model, FileDigest.of(model, Path.of(model)).sha256());
    }
    return hashes;
  }
}
