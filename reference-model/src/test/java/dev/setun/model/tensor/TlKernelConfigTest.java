package dev.setun.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlKernelConfigTest {
  @Test
  void theSectionsOfAKernelConfigBecomeShapes() {
    TlKernelConfig config =
        TlKernelConfig.parse(
            "k.ini",
            List.of(
                "[Kernels_0]",
                "m = 3200",
                "k = 8640",
                "bm = 160",
                "bk = 64",
                "bmm = 32",
                "",
                "[Kernels_1]",
                "m=3200",
                "k=3200",
                "bm=320",
                "bk=128",
                "bmm=64"));
    assertThat(config.find(3200, 8640)).contains(new TlKernel(160, 64, 32));
    assertThat(config.find(3200, 3200)).contains(new TlKernel(320, 128, 64));
    assertThat(config.find(8640, 3200)).isEmpty();
  }

  @Test
  void aBadConfigIsReportedByLine() {
    assertThatThrownBy(() -> TlKernelConfig.parse("k.ini", List.of("[a]", "m = many")))
        .isInstanceOf(InputException.class)
        .hasMessage("k.ini: line 2: expected KEY = INTEGER, found m = many");
    assertThatThrownBy(() -> TlKernelConfig.parse("k.ini", List.of("m = 1", "k = 2", "[b]")))
        .hasMessage("k.ini: line 3: expected the keys [m, k, bm, bk, bmm], found [k, m]");
  }

  @Test
  void everyPresetFitsItsShapes() {
    for (TlKernelConfig.Preset preset : TlKernelConfig.Preset.values()) {
      for (TlShape shape : preset.config().shapes()) {
        TernaryPacking packing =
            preset.name().endsWith("TL1") ? new Tl1(shape.kernel()) : new Tl2(shape.kernel());
        assertThat(packing.shapeProblem(shape.rows(), shape.columns()))
            .as("%s %s", preset, shape)
            .isEmpty();
      }
    }
  }
}
