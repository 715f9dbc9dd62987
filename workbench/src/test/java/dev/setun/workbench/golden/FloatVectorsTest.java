package dev.setun.workbench.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.ModelConfig;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The result of each operation follows from its operands by the rule of the profile.
class FloatVectorsTest {
  private static final int M = 7;

  @TempDir static Path folder = Path.of(".");
  private static Path set = Path.of(".");
  private final Numerics numerics = Profile.CANONICAL.numerics();
  private final ModelConfig config = config();

  private static ModelConfig config() {
    try {
      return Vectors.bard().config();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void writeAllOps() throws IOException {
    String floats =
        FloatOp.of(Vectors.bard()).stream().map(FloatOp::label).collect(Collectors.joining(","));
    set =
        Vectors.write(
            folder.resolve("set"),
            Profile.CANONICAL,
            "all," + floats,
            "all",
            "all",
            Optional.empty());
  }

  private float[] floats(String file) throws IOException {
    return Vectors.floats(set.resolve(file + ".npy"));
  }

  @Test
  void theNormsFollowFromTheirOperands() throws IOException {
    for (String op :
        new String[] {
          "blk.1.attn_norm",
          "blk.1.attn_sub_norm",
          "blk.1.ffn_norm",
          "blk.1.ffn_sub_norm",
          "output_norm"
        }) {
      float[] x = floats(op + "/x");
      float[] weight = floats(op + "/weight");
      float[] y = new float[x.length];
      for (int token = 0; token < M; token++) {
        int from = token * weight.length;
        numerics.rmsNorm(x, from, weight, floats(op + "/epsilon")[0], y, from, weight.length);
      }
      assertThat(floats(op + "/y")).as(op).isEqualTo(y);
    }
  }

  @Test
  void theRotationsFollowFromTheirOperands() throws IOException {
    int headSize = config.headSize();
    for (String op : new String[] {"blk.2.rope_q", "blk.2.rope_k"}) {
      float[] y = floats(op + "/x");
      float[] angles = floats(op + "/angles");
      int width = y.length / M;
      for (int at = 0; at < y.length; at += headSize) {
        int from = at / width * headSize;
        numerics.rotate(y, at, headSize, Arrays.copyOfRange(angles, from, from + headSize));
      }
      assertThat(floats(op + "/y")).as(op).isEqualTo(y);
    }
  }

  @Test
  void attentionFollowsFromItsOperandsInBinary64() throws IOException {
    float[] queries = floats("blk.0.attention/queries");
    float[] keys = floats("blk.0.attention/keys");
    float[] values = floats("blk.0.attention/values");
    float[] y = floats("blk.0.attention/y");
    int d = config.headSize();
    int width = config.keyValueWidth();
    for (int pair = 0; pair < M * config.heads(); pair++) {
      int seen = pair / config.heads() + 1;
      int group = config.heads() / config.keyValueHeads();
      int head = pair % config.heads() / group * d;
      double[] weight = new double[seen];
      for (int position = 0; position < seen; position++) {
        double dot = 0;
        for (int i = 0; i < d; i++) {
          dot += (double) queries[pair * d + i] * keys[position * width + head + i];
        }
        weight[position] = Math.exp(dot / Math.sqrt(d));
      }
      double total = Arrays.stream(weight).sum();
      for (int i = 0; i < d; i++) {
        double sum = 0;
        for (int position = 0; position < seen; position++) {
          sum += weight[position] / total * values[position * width + head + i];
        }
        assertThat((double) y[pair * d + i])
            .isCloseTo(sum, org.assertj.core.api.Assertions.within(1e-4));
      }
    }
  }

  @Test
  void theGateAndTheAdditionsFollowFromTheirOperands() throws IOException {
    float[] gate = floats("blk.3.relu_squared/gate");
    float[] up = floats("blk.3.relu_squared/up");
    float[] gated = floats("blk.3.relu_squared/y");
    for (int i = 0; i < gated.length; i++) {
      float g = Math.max(gate[i], 0);
      assertThat(gated[i]).isEqualTo(g * g * up[i]);
    }
    for (String op : new String[] {"blk.3.attn_add", "blk.3.ffn_add"}) {
      float[] x = floats(op + "/x");
      float[] added = floats(op + "/added");
      float[] y = floats(op + "/y");
      for (int i = 0; i < y.length; i++) {
        assertThat(y[i]).isEqualTo(x[i] + added[i]);
      }
    }
  }

  @Test
  void theResultOfEachOperationIsTheOperandOfTheNext() throws IOException {
    String[][] pairs = {
      {"blk.1.attn_norm/y", "blk.1.attn_q/inputs"},
      {"blk.1.attn_q/outputs", "blk.1.rope_q/x"},
      {"blk.1.attn_k/outputs", "blk.1.rope_k/x"},
      {"blk.1.rope_q/y", "blk.1.attention/queries"},
      {"blk.1.rope_k/y", "blk.1.attention/keys"},
      {"blk.1.attn_v/outputs", "blk.1.attention/values"},
      {"blk.1.attention/y", "blk.1.attn_sub_norm/x"},
      {"blk.1.attn_sub_norm/y", "blk.1.attn_output/inputs"},
      {"blk.1.attn_output/outputs", "blk.1.attn_add/added"},
      {"blk.1.attn_add/y", "blk.1.ffn_norm/x"},
      {"blk.1.ffn_norm/y", "blk.1.ffn_up/inputs"},
      {"blk.1.ffn_gate/outputs", "blk.1.relu_squared/gate"},
      {"blk.1.ffn_up/outputs", "blk.1.relu_squared/up"},
      {"blk.1.relu_squared/y", "blk.1.ffn_sub_norm/x"},
      {"blk.1.ffn_sub_norm/y", "blk.1.ffn_down/inputs"},
      {"blk.1.ffn_down/outputs", "blk.1.ffn_add/added"},
      {"blk.1.ffn_add/x", "blk.1.attn_add/y"},
      {"blk.1.ffn_add/y", "blk.2.attn_norm/x"},
      {"blk.3.ffn_add/y", "output_norm/x"},
      {"output_norm/y", "logits/x"},
    };
    for (String[] pair : pairs) {
      assertThat(floats(pair[1])).as(pair[1]).isEqualTo(floats(pair[0]));
    }
  }
}
