package dev.setun.workbench.golden;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.traces.FileDigest;
import dev.setun.traces.Json;
import dev.setun.traces.MemoryImage;
import dev.setun.traces.RunFolder;
import dev.setun.workbench.report.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes vector sets: one straight into the folder, several into a folder each, with a
/// `manifest.json` that says what each file holds.
public final class GoldenFolder {
  /// The version of the manifest's form.
  public static final String FORMAT = "setun-golden-1";

  private static final String MANIFEST = "manifest.json";
  private static final String BENCH_DEFAULTS = "edge-16x16";

  private final RunFolder folder;
  private final GoldenRun run;
  private final String prompt;
  private final Optional<Design> design;

  /// @param folder claimed by the command
  /// @param design in whose stream order the linears are written too
  public GoldenFolder(RunFolder folder, GoldenRun run, String prompt, Optional<Design> design) {
    this.folder = folder;
    this.run = run;
    this.prompt = prompt;
    this.design = design;
  }

  /// Refuses linears that the design cannot hold, before anything is written.
  ///
  /// @throws dev.setun.traces.InputException with the key of the design to change
  public static void requireFits(List<VectorSet> sets, Design design) {
    for (VectorSet set : sets) {
      if (set instanceof LinearVectors linear) {
        StreamImages.order(linear, design);
      }
    }
  }

  /// Writes everything.
  public void write(List<VectorSet> sets) throws IOException {
    if (sets.size() == 1) {
      new SetWriter("").write(sets.getFirst());
    } else {
      ArrayNode list = Json.array();
      for (VectorSet set : sets) {
        new SetWriter(set.name() + "/").write(set);
        list.add(digest(set.name() + "/" + MANIFEST));
      }
      ObjectNode manifest = source(Json.object().put("format", FORMAT));
      manifest.set("sets", list);
      folder.writeJson(MANIFEST, manifest);
    }
    folder.finish();
  }

  private ObjectNode source(ObjectNode manifest) {
    ArrayNode ids = Json.array();
    for (int id : run.ids()) {
      ids.add(id);
    }
    manifest
        .put("setun", Environment.VERSION)
        .put("model", run.model().name())
        .put("profile", run.profile().label())
        .put("prompt", prompt);
    manifest.set("tokenIds", ids);
    return manifest.put("firstPosition", run.tokens().first()).put("tokens", run.tokens().count());
  }

  private ObjectNode digest(String name) throws IOException {
    return FileDigest.of(name, folder.path().resolve(name)).toJson();
  }

  /// Writes one set below a prefix.
  private final class SetWriter {
    private final String prefix;

    SetWriter(String prefix) {
      this.prefix = prefix;
    }

    void write(VectorSet set) throws IOException {
      ObjectNode manifest = Json.object().put("format", FORMAT);
      manifest.put("kind", kind(set)).put("name", set.name()).put("op", set.op().label());
      set.layer().ifPresent(layer -> manifest.put("layer", layer));
      source(manifest);
      if (set instanceof LinearVectors linear) {
        manifest.put("inputs", linear.k()).put("outputs", linear.n());
        manifest.put("weightScale", linear.alpha());
        ArrayNode scales = Json.array();
        for (float scale : linear.scales()) {
          scales.add(scale);
        }
        manifest.set("activationScales", scales);
      }
      ArrayNode arrays = Json.array();
      for (GoldenArray array : set.arrays()) {
        arrays.add(write(array));
      }
      manifest.set("arrays", arrays);
      switch (set) {
        case LinearVectors linear -> writeHardware(linear, manifest);
        case FloatVectors _ -> {}
      }
      folder.writeText(prefix + "README.md", Readme.of(run.model().name(), set));
      folder.writeJson(prefix + MANIFEST, manifest);
    }

    private static String kind(VectorSet set) {
      return switch (set) {
        case LinearVectors _ -> "ternary-linear";
        case FloatVectors _ -> "binary32";
      };
    }

    private ObjectNode write(GoldenArray array) throws IOException {
      ArrayNode shape = Json.array();
      array.values().shape().forEach(shape::add);
      ObjectNode entry = Json.object().put("name", array.name());
      entry.set("shape", shape);
      entry.put("element", array.values().element().descriptor());
      entry.setAll(array.meaning().toJson());
      ArrayNode files = Json.array();
      folder.write(prefix + array.name() + ".npy", array.values()::writeTo);
      files.add(file(array.name() + ".npy").put("form", "NumPy .npy 1.0, C order"));
      if (array.image().isPresent()) {
        files.add(writeImage(array.name() + ".hex", array.image().get()));
      }
      return entry.set("files", files);
    }

    private ObjectNode writeImage(String name, MemoryImage image) throws IOException {
      folder.write(prefix + name, image::writeTo);
      return file(name)
          .put("form", "$readmemh, one number a word, from address 0 in the order of the layout")
          .put("wordBits", image.widthBits())
          .put("words", image.depth());
    }

    private void writeHardware(LinearVectors linear, ObjectNode manifest) throws IOException {
      if (design.isPresent()) {
        manifest.set("streams", writeStreams(linear, design.get()));
      }
      Design widths = design.orElseGet(() -> Designs.load(BENCH_DEFAULTS));
      ArrayNode bench = Json.array();
      bench.add(text("tb_golden.v", TestBench.bench(run.model().name(), linear, widths)));
      bench.add(text("example_dut.v", TestBench.exampleDevice()));
      manifest.set("bench", bench);
    }

    private ObjectNode writeStreams(LinearVectors linear, Design on) throws IOException {
      StreamImages images = StreamImages.of(linear, on);
      ObjectNode entry =
          Json.object()
              .put("design", on.name())
              .put("rows", on.array().rows())
              .put("lanes", on.array().lanes())
              .put("tokens", on.array().tokens())
              .put("weightBits", on.ports().weightBits())
              .put("outputLanes", on.ports().outputLanes())
              .put("order", "docs/microarchitecture.md: Order on the streams")
              .put(
                  "weights",
                  "the beats of one token tile; every token tile of the linear has the same again");
      List<ObjectNode> files = new ArrayList<>();
      files.add(writeImage("activation_stream.hex", images.activations()));
      files.add(writeImage("weight_stream.hex", images.weights()));
      files.add(writeImage("result_stream.hex", images.results()));
      files.forEach(file -> file.put("form", "$readmemh, one beat a word, in the order of beats"));
      files.add(text("design.resolved.yaml", Designs.toYaml(on)));
      return entry.set("files", Json.array().addAll(files));
    }

    private ObjectNode text(String name, String content) throws IOException {
      folder.writeText(prefix + name, content);
      return file(name);
    }

    /// The entry of a file; its name is that inside the set's folder.
    private ObjectNode file(String name) throws IOException {
      return FileDigest.of(name, folder.path().resolve(prefix + name)).toJson();
    }
  }
}
