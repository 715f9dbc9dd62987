package dev.setun.model.convert;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.traces.Overwrite;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Folders of `bard` to be converted, and what is compared of a source and its result.
final class Folders {
  private static final int[] IDS = {510, 84, 104, 101, 32, 300, 45, 222, 111};

  private Folders() {}

  /// The packed variant, whose scales multiply, or divide if that is asked for.
  static Path packed(Path folder, String linearClass) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : Models.bardFiles().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("\"autobitlinear\"", "\"" + linearClass + "\""));
    return folder;
  }

  /// The variant of master weights in bfloat16.
  static Path masters(Path folder) throws IOException {
    packed(folder, "autobitlinear");
    Files.write(folder.resolve("config.json"), resource("online-config.json"));
    try (InputStream unpacked =
        new GZIPInputStream(new ByteArrayInputStream(resource("online-model.safetensors.gz")))) {
      Files.write(folder.resolve("model.safetensors"), unpacked.readAllBytes());
    }
    return folder;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = Folders.class.getResourceAsStream("/dev/setun/model/bard/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }

  /// Converts and gives the target.
  static Path convert(Object source, GgufOptions options, String format, Path target)
      throws IOException {
    new Conversion(
            source.toString(),
            options,
            Target.parse("--packing", format),
            Optional.empty(),
            ScaleRounding.EXACT)
        .write(target, Overwrite.REFUSE, 2, _ -> {});
    return target;
  }

  static Path convert(Object source, String format, Path target) throws IOException {
    return convert(source, GgufOptions.DEFAULT, format, target);
  }

  static float[] logits(Model model, Profile profile) {
    try (Session session = new Session(model, Session.Options.reference().with(profile))) {
      return session.allLogits(
          IntStream.of(IDS).map(id -> id % model.config().vocabulary()).toArray());
    }
  }

  /// All rows of all linears.
  static List<byte[]> weights(Model model) {
    return model.layers().stream()
        .flatMap(layer -> Stream.of(LinearOp.values()).map(layer::linear))
        .flatMap(linear ->
            IntStream.range(0, linear.weights().rows())
                .mapToObj(row -> {
                  byte[] trits = new byte[linear.weights().columns()];
                  linear.weights().unpackRow(row, trits);
                  return trits;
                }))
        .toList();
  }

  static List<Float> scales(Model model) {
    return model.layers().stream()
        .flatMap(layer -> Stream.of(LinearOp.values()).map(op -> layer.linear(op).scale()))
        .toList();
  }
}
