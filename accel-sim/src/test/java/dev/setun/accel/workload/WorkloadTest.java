package dev.setun.accel.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.accel.machine.LinearShape;
import dev.setun.model.LinearOp;
import dev.setun.traces.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final TransformerShape BITNET = TransformerShape.bitnet2b4t();

  @Test
  void theTernaryWeightsAreThoseOfTheSpecification() {
    assertThat(BITNET.ternaryWeights()).isEqualTo(2_084_044_800L); // 1.1: 69.468160 M x 30
    assertThat(TransformerShape.bard().ternaryWeights()).isEqualTo(3_145_728L); // its README
    assertThat(Workload.of(BITNET, new Phase.Decode(100)).ternaryMacs()).isEqualTo(2_084_044_800L);
    assertThat(Workload.of(BITNET, new Phase.Prefill(7)).ternaryMacs())
        .isEqualTo(7 * 2_084_044_800L);
  }

  @Test
  void theHeadReadsAllEmbeddingsOncePerPhase() {
    for (Phase phase : List.of(new Phase.Decode(9), new Phase.Prefill(9))) {
      assertThat(read(phase, VectorKind.HEAD)).isEqualTo(656_670_720L); // trap 16: 656.7 MB
    }
  }

  @Test
  void theCacheThatATokenReadsIsAsLargeAsTheSpecificationSays() {
    Phase last = new Phase.Decode(4095);
    long read = read(last, VectorKind.ATTENTION_SCORES) + read(last, VectorKind.ATTENTION_VALUES);
    assertThat(read).isEqualTo(300L << 20); // section 5: 300 MiB at 4096
  }

  @Test
  void theNormWeightsAreAllReadOnce() {
    // 1.1: 440,320 norm parameters, here in 16 bits
    assertThat(read(new Phase.Decode(0), VectorKind.RMS_NORM)).isEqualTo(2 * 440_320L);
  }

  @Test
  void theFirstTokenIsAPromptOfOne() {
    assertThat(Workload.of(BITNET, new Phase.Prefill(1)).ops())
        .isEqualTo(Workload.of(BITNET, new Phase.Decode(0)).ops());
  }

  @Test
  void aPromptAttendsToTheTriangle() {
    assertThat(new Phase.Prefill(4).attendedKeys()).isEqualTo(1 + 2 + 3 + 4);
    assertThat(new Phase.Decode(4).attendedKeys()).isEqualTo(5);
  }

  @Test
  void aLayerIsInTheOrderOfTheForwardPass() {
    TransformerShape small = new TransformerShape("small", 8, 1, 4, 2, 6, 20, 50, 16, 16);
    List<String> names =
        Workload.of(small, new Phase.Decode(0)).ops().stream().map(WorkloadOp::name).toList();
    assertThat(names)
        .containsExactly(
            "token_embd",
            "blk.0.attn_norm",
            "blk.0.attn_norm_quantise",
            "blk.0.attn_q",
            "blk.0.attn_q_rescale",
            "blk.0.attn_k",
            "blk.0.attn_k_rescale",
            "blk.0.attn_v",
            "blk.0.attn_v_rescale",
            "blk.0.rope",
            "blk.0.kv_append",
            "blk.0.scores",
            "blk.0.softmax",
            "blk.0.values",
            "blk.0.attn_sub_norm",
            "blk.0.attn_sub_norm_quantise",
            "blk.0.attn_output",
            "blk.0.attn_output_rescale",
            "blk.0.attn_residual",
            "blk.0.ffn_norm",
            "blk.0.ffn_norm_quantise",
            "blk.0.ffn_gate",
            "blk.0.ffn_gate_rescale",
            "blk.0.ffn_up",
            "blk.0.ffn_up_rescale",
            "blk.0.ffn_activation",
            "blk.0.ffn_sub_norm",
            "blk.0.ffn_sub_norm_quantise",
            "blk.0.ffn_down",
            "blk.0.ffn_down_rescale",
            "blk.0.ffn_residual",
            "output_norm",
            "output");
  }

  @Test
  void linearsHaveTheirSizesAlsoWhenHeadsAreWiderThanTheModel() {
    TransformerShape small = new TransformerShape("small", 8, 1, 4, 2, 6, 20, 50, 16, 16);
    assertThat(Workload.of(small, new Phase.Prefill(3)).ops())
        .contains(
            new WorkloadOp.Ternary(0, LinearOp.ATTN_Q, new LinearShape(3, 8, 24)),
            new WorkloadOp.Ternary(0, LinearOp.ATTN_K, new LinearShape(3, 8, 12)),
            new WorkloadOp.Ternary(0, LinearOp.ATTN_V, new LinearShape(3, 8, 12)),
            new WorkloadOp.Ternary(0, LinearOp.ATTN_OUTPUT, new LinearShape(3, 24, 8)),
            new WorkloadOp.Ternary(0, LinearOp.FFN_GATE, new LinearShape(3, 8, 20)),
            new WorkloadOp.Ternary(0, LinearOp.FFN_UP, new LinearShape(3, 8, 20)),
            new WorkloadOp.Ternary(0, LinearOp.FFN_DOWN, new LinearShape(3, 20, 8)));
  }

  @Test
  void anUnknownModelListsTheKnownOnes() {
    assertThatThrownBy(() -> TransformerShape.named("gpt"))
        .isInstanceOf(InputException.class)
        .hasMessage("workload gpt: expected one of bitnet-2b4t, bard");
    assertThatThrownBy(() -> new Phase.Decode(-1))
        .isInstanceOf(InputException.class)
        .hasMessage("phase: context: expected 0..1048575, found -1");
  }

  private static long read(Phase phase, VectorKind kind) {
    long bytes = 0;
    for (WorkloadOp op : Workload.of(BITNET, phase).ops()) {
      if (op instanceof WorkloadOp.Vector vector && vector.kind() == kind) {
        bytes += vector.dramReadBytes();
      }
    }
    return bytes;
  }
}
