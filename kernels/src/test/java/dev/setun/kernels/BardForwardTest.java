package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.probe.BardCase;
import dev.setun.model.inference.ScalarBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whole forward passes of the embedded model.
class BardForwardTest {
  @Test
  void everyKernelGivesTheLogitsOfTheReferenceInPrefillAndDecodeOnAnyNumberOfThreads() {
    int[][] expected = BardCase.logitBits(new ScalarBackend(), 1);
    KernelProvider provider = KernelProvider.ofThisJvm();
    List<KernelChoice> usable =
        provider.explain().stream().filter(c -> c.verdict() != Verdict.UNAVAILABLE).toList();
    for (KernelChoice choice : usable) {
      for (int threads = 1; threads <= 2; threads++) {
        assertThat(BardCase.logitBits(provider.named(choice.kernel()), threads))
            .as("%s, %d threads", choice.kernel(), threads)
            .isDeepEqualTo(expected);
      }
    }
    assertThat(BardCase.logitBits(provider.best(), 3)).isDeepEqualTo(expected);
  }
}
