package dev.setun.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Models;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Folders whose tensors are in several files.
class ShardsTest {
  private static final String INDEX = "model.safetensors.index.json";

  private static byte[] shard(String tensor) {
    return new SafetensorsBytes().f32(tensor, "[1]", 1).build();
  }

  private static Shards open(String index, Map<String, byte[]> shards) {
    Map<String, byte[]> files = new HashMap<>(shards);
    files.put(INDEX, index.getBytes(StandardCharsets.UTF_8));
    return Shards.open(new HfFiles.InMemory("f", files));
  }

  @Test
  void aTensorIsFoundInItsShard() {
    Shards shards =
        open(
            "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"b\":\"2.bin\",\"a\":\"1.bin\"}}",
            Map.of("1.bin", shard("a"), "2.bin", shard("b")));
    assertThat(shards.find("a").orElseThrow().where()).isEqualTo("f: 1.bin: tensor a");
    assertThat(shards.find("b").orElseThrow().where()).isEqualTo("f: 2.bin: tensor b");
    assertThat(shards.find("c")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []|index.json: byte 0: expected {, found []
          {}|index.json: expected weight_map, found none
          {"weight_map":{},"weight_map":{}}|index.json: expected weight_map once, found it twice
          {"weight_map":[]}|index.json: byte 14: expected {, found []}
          {"weight_map":{"a":1}}|index.json: byte 19: expected ", found 1}}
          {"weight_map":{"a":"1","b":"3"}}|f: 3: expected a file, found none
          {"weight_map":{"a":"1","b":"1"}}|f: 1: expected tensor b, which weight_map puts here, found none
          {"weight_map":{"a":"2","b":"1"}}|f: 2: expected tensor a, which weight_map puts here, found none
          {"weight_map":{"a":"1","b":"2","c":"both"}}|f: both: tensor a: expected it in 1 alone, by weight_map, found it here
          {"weight_map":{"c":"both"}}|f: both: tensor a: expected it in no shard, by weight_map, found it here
          {"weight_map":{"a":"1","a":"1"}}|weight_map: a: expected every tensor once, found it twice
          {"weight_map":{"a":"../1"}}|expected the name of a file in the same folder (letters, digits, . _ -), found ../1
          {"weight_map":{"a":"/etc/passwd"}}|expected the name of a file in the same folder (letters, digits, . _ -), found /etc/passwd
          {"weight_map":{"a":".."}}|expected the name of a file in the same folder (letters, digits, . _ -), found ..
          {"weight_map":{"a":"c:1"}}|expected the name of a file in the same folder (letters, digits, . _ -), found c:1
          {"weight_map":{"a":"\\u0031"}}|expected names of at most 65535 bytes without escapes, found \\u0031
          {"weight_map":{"a":"bad"}}|f: bad: expected a header length of 8 bytes, found 3 bytes
          """)
  void mapAndShardsThatDoNotAgreeAreRefusedInOneLine(String index, String message) {
    Map<String, byte[]> shards =
        Map.of(
            "1",
            shard("a"),
            "2",
            shard("b"),
            "both",
            new SafetensorsBytes().f32("a", "[1]", 1).f32("c", "[1]", 1).build(),
            "bad",
            new byte[3]);
    assertThatThrownBy(() -> open(index, shards))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("\n");
  }

  @Test
  void aFolderOnDiskMayBeInShardsAndOneFileGoesBeforeThem(@TempDir Path folder) throws IOException {
    Map<String, byte[]> files = ShardsProperties.sharded(new Random(1), 3);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    assertThat(ShardsProperties.logits(Models.load(folder.toString())))
        .isEqualTo(ShardsProperties.logits(Models.load(Models.BARD)));
    Files.write(folder.resolve("model.safetensors"), new byte[3]);
    assertThatThrownBy(() -> Models.load(folder.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.safetensors: expected a header length");
  }
}
