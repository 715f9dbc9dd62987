package dev.setun.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.Session;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The model is the same however its tensors are spread over files.
class ShardsProperties {
  private static final String INDEX = "model.safetensors.index.json";

  @Property(tries = 20)
  void shardsOfAnyKindGiveTheLogitsOfTheSingleFile(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) throws IOException {
    Model model = HfFolder.parse("sharded", sharded(new Random(seed), count));
    assertThat(logits(model)).isEqualTo(logits(Models.load(Models.BARD)));
  }

  static float[] logits(Model model) {
    try (Session session = new Session(model, Session.Options.reference())) {
      return session.logits(510, 66, 101, 32);
    }
  }

  /// The files of bard, every tensor in a shard by chance, in an order by chance.
  static Map<String, byte[]> sharded(Random random, int count) throws IOException {
    Map<String, byte[]> files = new HashMap<>(Models.bardFiles());
    byte[] single = Objects.requireNonNull(files.remove("model.safetensors"));
    List<StoredTensor> tensors =
        new ArrayList<>(SafetensorsFile.parse("bard", MemorySegment.ofArray(single)).tensors());
    SafetensorsBytes[] shards = new SafetensorsBytes[count];
    Arrays.setAll(shards, i -> new SafetensorsBytes());
    List<String> map = new ArrayList<>();
    Collections.shuffle(tensors, random);
    for (StoredTensor tensor : tensors) {
      int shard = random.nextInt(count);
      shards[shard].put(
          tensor.name(),
          tensor.type().name(),
          tensor.shape().toString(),
          tensor.data().toArray(ValueLayout.JAVA_BYTE));
      map.add("\"" + tensor.name() + "\":\"model-" + shard + ".safetensors\"");
      files.put("model-" + shard + ".safetensors", new byte[0]);
    }
    files.replaceAll((name, bytes) ->
        name.startsWith("model-")
            ? shards[Integer.parseInt(name.substring(6, name.indexOf('.')))].build()
            : bytes);
    Collections.shuffle(map, random);
    String index = "{\"metadata\": {}, \"weight_map\": {" + String.join(",\n", map) + "}}";
    files.put(INDEX, index.getBytes(StandardCharsets.UTF_8));
    return files;
  }
}
