package dev.setun.workbench.golden;

import dev.setun.accel.design.Design;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.ScalarBackend;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.Json;
import dev.setun.traces.NpyArray;
import dev.setun.traces.Overwrite;
import dev.setun.traces.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Written vector sets of `bard`, and what reads them.
final class Vectors {
  static final String PROMPT = "ROMEO:\n";

  private Vectors() {}

  static Model bard() throws IOException {
    return Models.load(Models.BARD);
  }

  /// Writes vectors into a new folder.
  static Path write(
      Path folder, Profile profile, String ops, String layer, String token, Optional<Design> design)
      throws IOException {
    Model model = bard();
    List<GoldenOp> chosen = GoldenOp.parseList(ops);
    List<Integer> layers = Position.layers(layer, model.config().layers());
    int[] ids = model.promptIds(PROMPT);
    Selection selection = new Selection(chosen, layers, TokenRange.parse(token, ids.length));
    GoldenRun run = GoldenRun.of(model, new ScalarBackend(), profile, ids, selection);
    RunFolder claimed = RunFolder.claim(folder, Overwrite.REFUSE);
    new GoldenFolder(claimed, run, PROMPT, design).write(run.vectors());
    return folder;
  }

  static JsonNode json(Path file) throws IOException {
    return Json.read(file, 1 << 24);
  }

  static JsonNode published() throws IOException {
    try (InputStream stream = Vectors.class.getResourceAsStream("published.json")) {
      return Json.read("published.json", Objects.requireNonNull(stream).readAllBytes());
    }
  }

  static float[] floats(Path file) throws IOException {
    return ((NpyArray.Float32) NpyArray.read(file)).values();
  }

  static byte[] bytes(Path file) throws IOException {
    return ((NpyArray.Int8) NpyArray.read(file)).values();
  }

  static int[] ints(Path file) throws IOException {
    return ((NpyArray.Int32) NpyArray.read(file)).values();
  }

  /// The words of a memory file, unsigned.
  static List<BigInteger> words(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("//"))
        .map(line -> new BigInteger(line, 16))
        .toList();
  }

  /// The numbers of an array as the bits of a memory word.
  static List<BigInteger> bits(NpyArray array) {
    return IntStream.range(0, array.size())
        .mapToLong(i ->
            switch (array) {
              case NpyArray.Int8 int8 -> int8.values()[i] & 0xffL;
              case NpyArray.Int32 int32 -> Integer.toUnsignedLong(int32.values()[i]);
              case NpyArray.Float32 float32 ->
                  Integer.toUnsignedLong(Float.floatToRawIntBits(float32.values()[i]));
            })
        .mapToObj(BigInteger::valueOf)
        .toList();
  }
}
