package dev.setun.model.fuzz;

import dev.setun.model.Model;
import dev.setun.model.safetensors.HfFolder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A Hugging Face folder in two shards: config.json, tokenizer.json, index and both shards in one
/// input, with a mark between them; makes a model of it.
final class FolderTarget implements FuzzTarget {
  private static final byte[] MARK = {-1, -2, -1};
  private static final String SHARD_A = "a.safetensors";
  private static final String SHARD_B = "b.safetensors";

  /// Their order in an input.
  private static final List<String> FILES =
      List.of("config.json", "tokenizer.json", "model.safetensors.index.json", SHARD_A, SHARD_B);

  private static final List<byte[]> WORDS =
      Stream.concat(
              JsonWords.ALL.stream(),
              Stream.of(
                      "\"llama\"",
                      "\"silu\"",
                      "\"quant_method\":\"bitnet\"",
                      "\"head_dim\":2,",
                      "\"bitlinear\"",
                      "\"rope_scaling\":null,",
                      "\"weight_map\"",
                      "\"a.safetensors\"",
                      "\"b.safetensors\"",
                      "\"../a.safetensors\"",
                      "inner_attn_ln",
                      "ffn_layernorm",
                      "4194304")
                  .map(word -> word.getBytes(StandardCharsets.UTF_8)))
          .toList();

  @Override
  public String name() {
    return "folder";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(seed("bitnet", true), seed("llama", false));
  }

  private static byte[] seed(String type, boolean subNorms) {
    TensorFile[] shards = {new TensorFile(), new TensorFile()};
    List<String> map = new ArrayList<>();
    for (String tensor : tensors(subNorms)) {
      String[] parts = tensor.split(" ");
      int shard = map.size() % 2;
      shards[shard].add(parts[0], parts[1], parts[2]);
      map.add("\"" + parts[0] + "\":\"" + (shard == 0 ? SHARD_A : SHARD_B) + "\"");
    }
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(config(type).getBytes(StandardCharsets.UTF_8));
    input.writeBytes(MARK);
    input.writeBytes(TokenizerTarget.WITH_BYTE_FALLBACK.getBytes(StandardCharsets.UTF_8));
    input.writeBytes(MARK);
    String index = "{\"weight_map\":{" + String.join(",", map) + "}}";
    input.writeBytes(index.getBytes(StandardCharsets.UTF_8));
    for (TensorFile shard : shards) {
      input.writeBytes(MARK);
      input.writeBytes(shard.bytes());
    }
    return input.toByteArray();
  }

  private static String config(String type) {
    return """
    {"model_type":"%s","hidden_act":"relu2","hidden_size":4,"intermediate_size":4,
    "num_hidden_layers":1,"num_attention_heads":2,"num_key_value_heads":1,"vocab_size":8,
    "max_position_embeddings":16,"rope_theta":10000.0,"rms_norm_eps":1e-5,"bos_token_id":1,
    "eos_token_id":[2,0],"tie_word_embeddings":true,"rope_scaling":null,
    "quantization_config":{"quant_method":"bitnet","linear_class":"autobitlinear",
    "modules_to_not_convert":["lm_head"]}}
    """
        .replace("%s", type);
  }

  /// Names, types and shapes.
  private static List<String> tensors(boolean subNorms) {
    List<String> tensors =
        new ArrayList<>(
            List.of("model.embed_tokens.weight F16 [8,4]", "model.norm.weight F32 [4]"));
    String layer = "model.layers.0.";
    tensors.add(layer + "input_layernorm.weight BF16 [4]");
    tensors.add(layer + "post_attention_layernorm.weight BF16 [4]");
    if (subNorms) {
      tensors.add(layer + "self_attn.attn_sub_norm.weight BF16 [4]");
      tensors.add(layer + "mlp.ffn_sub_norm.weight BF16 [4]");
    }
    tensors.add(layer + "mlp.up_proj.weight BF16 [4,4]");
    for (String packed :
        List.of(
            "self_attn.q_proj",
            "self_attn.k_proj",
            "self_attn.v_proj",
            "self_attn.o_proj",
            "mlp.gate_proj",
            "mlp.down_proj")) {
      tensors.add(layer + packed + ".weight U8 [1,4]");
      tensors.add(layer + packed + ".weight_scale BF16 [1]");
    }
    return tensors;
  }

  /// The lengths of the headers of the shards.
  @Override
  public List<Field> fields(byte[] input) {
    List<Field> fields = new ArrayList<>();
    for (int part = FILES.indexOf(SHARD_A); part < FILES.size(); part++) {
      int start = start(input, part);
      if (start >= 0 && start + Long.BYTES <= input.length) {
        fields.add(new Field(start, Long.BYTES));
      }
    }
    return fields;
  }

  @Override
  public List<byte[]> words() {
    return WORDS;
  }

  @Override
  public byte[] repair(byte[] input, RandomGenerator random) {
    if (random.nextInt(4) > 0) {
      int second = start(input, FILES.indexOf(SHARD_B));
      int first = start(input, FILES.indexOf(SHARD_A));
      if (first >= 0) {
        TensorFile.repair(input, first, second < 0 ? input.length : second - MARK.length);
      }
      if (second >= 0) {
        TensorFile.repair(input, second, input.length);
      }
    }
    return input;
  }

  /// Trees of JSON, a tokenizer and a model.
  @Override
  public long constantBytes() {
    return 1 << 20;
  }

  @Override
  public long read(byte[] input) {
    Map<String, byte[]> files = new HashMap<>();
    int start = 0;
    for (int part = 0; part < FILES.size() && start >= 0; part++) {
      int next = part == FILES.size() - 1 ? -1 : start(input, part + 1);
      int end = next < 0 ? input.length : next - MARK.length;
      files.put(FILES.get(part), Arrays.copyOfRange(input, start, end));
      start = next;
    }
    Model model = HfFolder.parse("fuzz", files);
    return model.config().layers() * 1000L
        + model.tokenizer().size() * 10L
        + model.layers().getFirst().attentionSubNorm().map(norm -> norm.length).orElse(0);
  }

  /// Where a part begins, behind as many marks; -1 if there are fewer.
  private static int start(byte[] input, int part) {
    int position = 0;
    for (int i = 0; i < part; i++) {
      while (position + MARK.length <= input.length
          && !Arrays.equals(input, position, position + MARK.length, MARK, 0, MARK.length)) {
        position++;
      }
      position += MARK.length;
      if (position > input.length) {
        return -1;
      }
    }
    return position;
  }
}
