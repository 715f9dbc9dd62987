package dev.setun.model.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Activation;
import dev.setun.model.ModelConfig;
import dev.setun.traces.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFamiliesTest {
  @Test
  void theTernaryWeightsOf2b4tAreThoseOfTheSpecification() {
    assertThat(ModelFamilies.named("bitnet-2b4t").linearWeights()).isEqualTo(2_084_044_800L);
  }

  // Specification 1.3, row by row, with the longest contexts below the table; 1.1 for 2B4T.
  @ParameterizedTest
  @CsvSource({
    "bitnet-2b4t, 2560, 6912, 30, 20, 5, 128, 128256, 500000, 1e-5, relu2, true, true, 4096",
    "bitnet-large, 1536, 4096, 24, 16, 16, 96, 32002, 10000, 1e-5, silu, true, true, 2048",
    "bitnet-xl, 2048, 5460, 24, 32, 32, 64, 32002, 10000, 1e-5, silu, true, true, 2048",
    "bitnet-3b, 3200, 8640, 26, 32, 32, 100, 32002, 10000, 1e-5, silu, true, true, 2048",
    "llama3-8b-1.58, 4096, 14336, 32, 32, 8, 128, 128256, 500000, 1e-5, silu, false, false, 8192",
    "falcon3-1b-1.58, 2048, 8192, 18, 8, 4, 256, 131072, 1000042, 1e-6, silu, false, false, 8192",
    "falcon3-3b-1.58, 3072, 9216, 22, 12, 4, 256, 131072, 1000042, 1e-6, silu, false, false, 4096",
    "falcon3-7b-1.58, 3072, 23040, 28, 12, 4, 256, 131072, 1000042, 1e-6, silu, false, false, 8192",
    "falcon3-10b-1.58, 3072, 23040, 40, 12, 4, 256, 131072, 1000042, 1e-6, silu, false, false,"
        + " 32768",
    "falcon-e-1b, 2048, 9216, 24, 16, 2, 128, 32768, 1000000, 1e-5, silu, false, false, 32768",
    "falcon-e-3b, 2048, 13312, 32, 16, 2, 128, 32768, 1000000, 1e-5, silu, false, false, 32768"
  })
  void theTernaryFamiliesAreThoseOfTheSpecification(
      String name,
      int hidden,
      int feedForward,
      int layers,
      int heads,
      int keyValueHeads,
      int headSize,
      int vocabulary,
      double ropeTheta,
      float epsilon,
      String activation,
      boolean tied,
      boolean subNorms,
      int maxPositions) {
    ModelFamily family = ModelFamilies.named(name);
    assertThat(family.weights()).isEqualTo(Weights.TERNARY);
    assertThat(family.hidden()).isEqualTo(hidden);
    assertThat(family.feedForward()).isEqualTo(feedForward);
    assertThat(family.layers()).isEqualTo(layers);
    assertThat(family.heads()).isEqualTo(heads);
    assertThat(family.keyValueHeads()).isEqualTo(keyValueHeads);
    assertThat(family.headSize()).isEqualTo(headSize);
    assertThat(family.vocabulary()).isEqualTo(vocabulary);
    assertThat(family.ropeTheta()).isEqualTo(ropeTheta);
    assertThat(family.epsilon()).isEqualTo(epsilon);
    assertThat(family.activation().label()).isEqualTo(activation);
    assertThat(family.tied()).isEqualTo(tied);
    assertThat(family.subNorms()).isEqualTo(subNorms);
    assertThat(family.maxPositions()).isEqualTo(maxPositions);
  }

  // Specification 1.4: query width, key/value width, millions of linear weights, one decimal.
  @ParameterizedTest
  @CsvSource({
    "llama-3.2-1b, 2048, 512, 9731",
    "gemma-3-1b, 1024, 256, 6978",
    "qwen2.5-1.5b, 1536, 256, 13102",
    "smollm2-1.7b, 2048, 2048, 16106",
    "minicpm-2b, 2304, 2304, 24419"
  })
  void theDenseModelsHaveThePublishedWidthsAndCounts(
      String name, int queries, int keys, long hundredThousands) {
    ModelFamily family = ModelFamilies.named(name);
    assertThat(family.weights()).isEqualTo(Weights.FP16);
    assertThat(family.queryWidth()).isEqualTo(queries);
    assertThat(family.keyValueWidth()).isEqualTo(keys);
    assertThat(Math.round(family.linearWeights() / 1e5)).isEqualTo(hundredThousands);
  }

  @Test
  void anActivationThatNoExecutorComputesIsCountedAndNotRun() {
    Activation gelu = ModelFamilies.named("gemma-3-1b").activation();
    assertThat(gelu).isEqualTo(Activation.GELU);
    assertThatThrownBy(() -> new ModelConfig(3, 8, 1, 4, 2, 2, 8, 20, 1e4, 1e-5f, 0, 1, gelu))
        .isInstanceOf(InputException.class)
        .hasMessage("hidden_act: expected relu2 or silu, found gelu_pytorch_tanh");
  }

  @Test
  void everyNameStandsOnce() {
    assertThat(ModelFamilies.all())
        .hasSize(19)
        .extracting(ModelFamily::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void onlyTheBitnetArchitecturesHaveSubNorms() {
    assertThat(ModelFamilies.all())
        .allMatch(family -> family.subNorms() == family.architecture().startsWith("bitnet"));
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> ModelFamilies.named("gpt"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("model family gpt: expected one of bitnet-2b4t, bitnet-large, ");
  }

  @Test
  void aShapeWhoseHeadsDoNotDivideIsRefused() {
    assertThatThrownBy(() ->
            new ModelFamily(
                "odd",
                8,
                1,
                4,
                3,
                2,
                8,
                8,
                8,
                1e4,
                1e-5f,
                Activation.SILU,
                true,
                false,
                "llama",
                Weights.TERNARY,
                "test",
                "test"))
        .isInstanceOf(InputException.class)
        .hasMessage("model family odd: key_value_heads: expected a divisor of 4, found 3");
  }
}
