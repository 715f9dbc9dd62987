package dev.setun.accel.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTableTest {
  private final List<ComparedModel> models = ReportTable.models();

  @Test
  void allSixEnergiesAndMemoriesAgreeToThePrintedDigit() {
    assertThat(models).hasSize(6).allMatch(ComparedModel::energyAgrees);
    assertThat(models).allMatch(ComparedModel::memoryAgrees);
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

  @Test
  void mostOfTheTernaryModelsEnergyIsFp16Attention() {
    ComparedModel bitnet = models.getLast();
    assertThat(bitnet.linearWeights()).isEqualTo(2_084_044_800L);
    assertThat(bitnet.attentionEnergyJoules() / bitnet.energyJoules())
        .isCloseTo(0.73, within(0.005));
  }
}
