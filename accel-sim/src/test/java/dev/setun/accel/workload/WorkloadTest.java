package dev.setun.accel.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.accel.machine.LinearShape;
import dev.setun.model.LinearOp;
import dev.setun.model.family.ModelFamilies;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.family.Weights;
import dev.setun.traces.InputException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {
  private static final TransformerShape BITNET = TransformerShape.named("bitnet-2b4t");

  @Test
  void theTernaryWeightsAreThoseOfTheSpecification() {
    assertThat(BITNET.ternaryWeights()).isEqualTo(2_084_044_800L); // 1.1: 69.468160 M x 30
    assertThat(BITNET.denseWeights()).isEqualTo(128_256L * 2560 + 440_320); // 1.1, tied
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

  // Specification 1.4, in units of 0.0001 B.
  @ParameterizedTest
  @CsvSource({
    "llama-3.2-1b, 9731",
    "gemma-3-1b, 6978",
    "qwen2.5-1.5b, 13102",
    "smollm2-1.7b, 16106",
    "minicpm-2b, 24419",
    "bitnet-2b4t, 20840"
  })
  void thePublishedModelsHaveTheirLinearWeights(String name, long hundredThousands) {
    long macs = Workload.of(TransformerShape.named(name), new Phase.Decode(511)).ternaryMacs();
    assertThat(Math.round(macs / 1e5)).isEqualTo(hundredThousands);
  }

  @Test
  void theListAndTheCatalogueCountTheSameLinears() {
    for (ModelFamily family : ModelFamilies.all()) {
      assertThat(TransformerShape.of(family).ternaryWeights()).isEqualTo(family.linearWeights());
    }
  }

  @Test
  void aLlamaQuantisesWithoutSubNormsAndGatesWithSilu() {
    TransformerShape llama = TransformerShape.named("llama3-8b-1.58");
    List<WorkloadOp> ops = Workload.of(llama, new Phase.Decode(0)).ops();
    List<String> names = ops.stream().map(WorkloadOp::name).toList();
    assertThat(names).doesNotHaveDuplicates().noneMatch(name -> name.contains("sub_norm"));
    assertThat(names)
        .containsSubsequence(
            "blk.31.values",
            "blk.31.attn_output_quantise",
            "blk.31.attn_output",
            "blk.31.ffn_activation",
            "blk.31.ffn_down_quantise",
            "blk.31.ffn_down");
    assertThat(ops.get(names.indexOf("blk.0.attn_output_quantise")))
        .isEqualTo(vector("attn_output_quantise", VectorKind.QUANTISE, 4096));
    assertThat(ops.get(names.indexOf("blk.0.ffn_activation")))
        .isEqualTo(vector("ffn_activation", VectorKind.SILU_MULTIPLY, 14336));
    assertThat(ops.get(names.indexOf("blk.0.ffn_down_quantise")))
        .isEqualTo(vector("ffn_down_quantise", VectorKind.QUANTISE, 14336));
    // two norms a layer and the last one
    assertThat(ops.stream().filter(op -> isOf(VectorKind.RMS_NORM, op))).hasSize(2 * 32 + 1);
  }

  @Test
  void aHeadOfItsOwnIsStoredBesidesTheEmbeddingAndReadAsOften() {
    TransformerShape llama = TransformerShape.named("llama3-8b-1.58");
    long table = 128_256L * 4096;
    // The published 8.03 B parameters of Llama 3 8B: linears, embedding, head, norms.
    assertThat(llama.denseWeights()).isEqualTo(2 * table + 65L * 4096);
    assertThat(llama.ternaryWeights() + llama.denseWeights()).isEqualTo(8_030_261_248L);
    assertThat(read(llama, new Phase.Decode(0), VectorKind.HEAD)).isEqualTo(2 * table);
  }

  @Test
  void onlyAModelThatIsPublishedDenseSaysThatItIsCountedAsTernary() {
    for (TransformerShape shape : TransformerShape.presets()) {
      assertThat(Workload.of(shape, new Phase.Decode(0)).substitution().isPresent())
          .isEqualTo(shape.published() == Weights.FP16);
    }
    assertThat(
            Workload.of(TransformerShape.named("gemma-3-1b"), new Phase.Decode(0)).substitution())
        .hasValueSatisfying(line -> assertThat(line).contains("gemma-3-1b", "as if", "ternary"));
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
        .hasMessage(
            "workload gpt: expected one of "
                + ModelFamilies.all().stream()
                    .map(ModelFamily::name)
                    .collect(Collectors.joining(", "))
                + ", bard");
    assertThatThrownBy(() -> new Phase.Decode(-1))
        .isInstanceOf(InputException.class)
        .hasMessage("phase: context: expected 0..1048575, found -1");
  }

  private static WorkloadOp vector(String name, VectorKind kind, long elements) {
    return new WorkloadOp.Vector("blk.0." + name, OptionalInt.of(0), kind, elements, 0, 0);
  }

  private static boolean isOf(VectorKind kind, WorkloadOp op) {
    return op instanceof WorkloadOp.Vector vector && vector.kind() == kind;
  }

  private static long read(Phase phase, VectorKind kind) {
    return read(BITNET, phase, kind);
  }

  private static long read(TransformerShape shape, Phase phase, VectorKind kind) {
    long bytes = 0;
    for (WorkloadOp op : Workload.of(shape, phase).ops()) {
      if (op instanceof WorkloadOp.Vector vector && vector.kind() == kind) {
        bytes += vector.dramReadBytes();
      }
    }
    return bytes;
  }
}
