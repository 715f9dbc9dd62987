package dev.setun.workbench.cli;

import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.Models;
import dev.setun.model.gguf.GgufArray;
import dev.setun.model.gguf.GgufFile;
import dev.setun.model.gguf.GgufTensor;
import dev.setun.model.gguf.GgufType;
import dev.setun.model.gguf.GgufValue;
import dev.setun.model.safetensors.HfFolder;
import dev.setun.model.safetensors.StoredTensor;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `setun model inspect`: what is in a file.
@Command(name = "inspect", description = "Shape, metadata and tensors of a model.")
final class InspectCommand implements Callable<Integer> {
  private static final String ARM_WARNING =
      "I2_S: files written on ARM since November 2025 have blocks of 64, and no header tells them"
          + " apart; read here as blocks of %d, --i2s-layout says which";

  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", modelOption.name());
    List<String> warnings = new ArrayList<>();
    if (!modelOption.name().equals(Models.BARD)
        && Files.isRegularFile(Path.of(modelOption.name()))) {
      GgufFile file = modelOption.openGguf();
      describeFile(file, result);
      if (file.hasI2s()) {
        warnings.add(String.format(Locale.ROOT, ARM_WARNING, file.i2sLayout().blockElements()));
      }
      describeIfRunnable(result, warnings);
    } else if (!modelOption.name().equals(Models.BARD)
        && Files.isDirectory(Path.of(modelOption.name()))) {
      describeTensors(HfFolder.tensors(Path.of(modelOption.name())), result);
      describeIfRunnable(result, warnings);
    } else {
      describeModel(modelOption.load(), result);
    }
    result.put("warnings", warnings);
    warnings.forEach(warning -> System.err.println("setun: warning: " + warning));
    output.result(result);
    return ExitCode.DONE.code();
  }

  /// A good file need not be a model that can be run; that is what it is then said to be.
  private void describeIfRunnable(Map<String, Object> result, List<String> warnings)
      throws IOException {
    Model model;
    try {
      model = modelOption.load();
    } catch (InputException e) {
      result.put("runnable", false);
      warnings.add("cannot be run: " + e.getMessage());
      return;
    }
    describeModel(model, result);
  }

  private void describeFile(GgufFile file, Map<String, Object> result) {
    output.text("GGUF, " + file.byteSize() + " bytes, " + file.tensors().size() + " tensors");
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (String key : file.metadata().keys()) {
      file.metadata().find(key).ifPresent(value -> metadata.put(key, plain(value)));
    }
    metadata.forEach((key, value) -> output.text("  " + oneLine(key + " = " + value)));
    List<Map<String, Object>> tensors = new ArrayList<>();
    for (GgufTensor tensor : file.tensors()) {
      String type = tensor.tensor().type().label();
      output.text(
          String.format(
              Locale.ROOT,
              "  %-32s %-6s %s, %d bytes at %d",
              oneLine(tensor.name()),
              type,
              tensor.dimensions(),
              tensor.tensor().data().byteSize(),
              tensor.offset()));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", tensor.name());
      row.put("type", type);
      row.put("dimensions", tensor.dimensions());
      row.put("bytes", tensor.tensor().data().byteSize());
      row.put("offset", tensor.offset());
      tensors.add(row);
    }
    result.put("format", "GGUF");
    result.put("bytes", file.byteSize());
    result.put("metadata", metadata);
    result.put("tensors", tensors);
  }

  /// A value as JSON has it: what JSON has no number for, and arrays in short, as text.
  private static Object plain(GgufValue value) {
    return switch (value) {
      case GgufValue.Whole(GgufType type, long number) ->
          type == GgufType.UINT64 && number < 0 ? value.toString() : number;
      case GgufValue.Real(_, double number) ->
          Double.isFinite(number) ? new BigDecimal(value.toString()) : value.toString();
      case GgufValue.Bool(boolean truth) -> truth;
      case GgufValue.Text(String text) -> text;
      case GgufArray array -> array.toString();
    };
  }

  /// Without control characters, which a terminal would obey.
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    for (char letter : text.toCharArray()) {
      if (letter == '\n') {
        line.append("\\n");
      } else if (Character.isISOControl(letter)) {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
      } else {
        line.append(letter);
      }
    }
    return line.toString();
  }

  /// Tensors of a folder, each with the file that it is in.
  private void describeTensors(List<StoredTensor> tensors, Map<String, Object> result) {
    output.text("safetensors folder, " + tensors.size() + " tensors");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (StoredTensor tensor : tensors) {
      Path file = Path.of(tensor.file()).getFileName();
      output.text(
          String.format(
              Locale.ROOT,
              "  %-48s %-6s %s, %d bytes in %s",
              oneLine(tensor.name()),
              tensor.type(),
              tensor.shape(),
              tensor.data().byteSize(),
              file));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", tensor.name());
      row.put("type", tensor.type().name());
      row.put("shape", tensor.shape());
      row.put("bytes", tensor.data().byteSize());
      row.put("file", String.valueOf(file));
      rows.add(row);
    }
    result.put("format", "safetensors");
    result.put("tensors", rows);
  }

  private void describeModel(Model model, Map<String, Object> result) {
    ModelConfig config = model.config();
    result.put("runnable", true);
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("vocabulary", config.vocabulary());
    shape.put("hidden", config.hidden());
    shape.put("layers", config.layers());
    shape.put("heads", config.heads());
    shape.put("keyValueHeads", config.keyValueHeads());
    shape.put("headSize", config.headSize());
    shape.put("feedForward", config.feedForward());
    shape.put("maxPositions", config.maxPositions());
    shape.put("ropeTheta", config.ropeTheta());
    shape.put("epsilon", config.epsilon());
    shape.put("activation", config.activation().label());
    shape.put("ternaryWeights", model.ternaryWeights());
    shape.put("weightBytes", model.weightBytes());
    shape.forEach((key, value) -> output.text(String.format(Locale.ROOT, "%-16s %s", key, value)));
    result.put("shape", shape);
  }
}
