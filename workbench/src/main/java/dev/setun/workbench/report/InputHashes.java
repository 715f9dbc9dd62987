package dev.setun.workbench.report;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.model.Models;
import dev.setun.traces.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// SHA-256 of what a run was given, for `run.json`.
public final class InputHashes {
  private static final List<String> FOLDER_FILES =
      List.of(
          "config.json",
          "tokenizer.json",
          "tokenizer.model",
          "added_tokens.json",
          "tokenizer_config.json",
          "model.safetensors.index.json");

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
    hashes.putAll(of(model));
    return hashes;
  }

  /// The files of a model; of a folder those that a model is read from, all shards included.
  public static Map<String, String> of(String model) throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    if (model.equals(Models.BARD)) {
      for (Map.Entry<String, byte[]> file : Models.bardFiles().entrySet()) {
        String name = Models.BARD + "/" + file.getKey();
        hashes.put(name, FileDigest.of(name, file.getValue()).sha256());
      }
    } else if (Files.isDirectory(Path.of(model))) {
      for (String name : files(Path.of(model))) {
        hashes.put(name, FileDigest.of(name, Path.of(model, name)).sha256());
      }
    } else {
      hashes.put(model, FileDigest.of(model, Path.of(model)).sha256());
    }
    return hashes;
  }

  /// One hash of a whole model: that of its file, or of the list of its files as `sha256sum` prints
  /// it.
  public static String model(String model) throws IOException {
    Map<String, String> files = of(model);
    if (files.size() == 1) {
      return files.values().iterator().next();
    }
    StringBuilder list = new StringBuilder();
    files.forEach((name, sha256) -> list.append(sha256).append("  ").append(name).append('\n'));
    return FileDigest.of(model, list.toString().getBytes(StandardCharsets.UTF_8)).sha256();
  }

  private static List<String> files(Path folder) throws IOException {
    List<String> names = new ArrayList<>(FOLDER_FILES);
    names.removeIf(name -> !Files.exists(folder.resolve(name)));
    try (Stream<Path> all = Files.list(folder)) {
      all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".safetensors"))
          .sorted()
          .forEach(names::add);
    }
    return names;
  }
}
