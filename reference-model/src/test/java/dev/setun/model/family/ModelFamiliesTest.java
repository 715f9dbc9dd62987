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
