package dev.setun.accel.published;

import static java.math.RoundingMode.HALF_UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTableTest {
  private final List<ComparedModel> models = ReportTable.models();

  @Test
  void allSixEnergiesAndMemoriesAgreeToThePrintedDigit() {
    assertThat(models).hasSize(6).allMatch(ComparedModel::energyAgrees);
    assertThat(models).allMatch(ComparedModel::memoryAgrees);
  }

  // Specification 6.1: what the report prints, and the energies that its text gives.
  @ParameterizedTest
  @CsvSource({
    "0, LLaMA 3.2 1B, 2, 0.258, 0.2577",
    "1, Gemma-3 1B, 1.4, 0.186, 0.1856",
    "2, Qwen2.5 1.5B, 2.6, 0.347, 0.3467",
    "3, SmolLM2 1.7B, 3.2, 0.425, 0.4252",
    "4, MiniCPM 2B, 4.8, 0.649, 0.6493",
    "5, BitNet b1.58 2B4T, 0.4, 0.028, 0.0276"
  })
  void publishedAndComputedValuesAreThoseOfTheSpecification(
      int row, String name, BigDecimal memoryGb, BigDecimal energyJoules, double computed) {
    ComparedModel model = models.get(row);
    assertThat(model.name()).isEqualTo(name);
    assertThat(model.publishedMemoryGb()).isEqualTo(memoryGb);
    assertThat(model.publishedEnergyJoules()).isEqualTo(energyJoules);
    assertThat(model.energyJoules()).isCloseTo(computed, within(0.00005));
    assertThat(BigDecimal.valueOf(model.memoryGb()).setScale(memoryGb.scale(), HALF_UP))
        .isEqualTo(memoryGb);
  }

  @Test
  void anEnergyOneDigitOffIsNotCalledEqual() {
    ComparedModel bitnet = models.getLast();
    BigDecimal oneDigit = new BigDecimal("0.001");
    for (BigDecimal published :
        List.of(
            bitnet.publishedEnergyJoules().add(oneDigit),
            bitnet.publishedEnergyJoules().subtract(oneDigit))) {
      assertThat(
              new ComparedModel(
                      bitnet.name(), bitnet.family(), bitnet.publishedMemoryGb(), published)
                  .energyAgrees())
          .isFalse();
    }
  }

  // Specification 1.4: 4.884 GB and 0.412 GB; the report prints 4.8 and 0.4.
  @Test
  void theExactMemoryIsKeptBesideTheFitted() {
    assertThat(models.get(4).exactMemoryGb()).isCloseTo(4.884, within(0.0005));
    assertThat(models.get(5).exactMemoryGb()).isCloseTo(0.412, within(0.0005));
  }

  @Test
  void mostOfTheTernaryModelsEnergyIsFp16Attention() {
    ComparedModel bitnet = models.getLast();
    assertThat(bitnet.linearWeights()).isEqualTo(2_084_044_800L);
    assertThat(bitnet.attentionEnergyJoules() / bitnet.energyJoules())
        .isCloseTo(0.73, within(0.005));
  }
}
