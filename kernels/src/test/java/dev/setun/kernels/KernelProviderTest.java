package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryMatrix;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelProviderTest {
  private static final VectorMachine AVX_512 = new VectorMachine(true, true, 32, OptionalInt.of(3));
  private static final VectorMachine NO_MODULE =
      new VectorMachine(false, true, 0, OptionalInt.of(3));

  private final RecordingLogger logger = new RecordingLogger();

  @ParameterizedTest
  @CsvSource({
    "32, 3, LUT3_W48", // AVX-512
    "16, 3, LUT3_W48", // AVX-512VL held to 256 bits
    "16, 2, UNPACK2", // AVX2
    "8, 1, NIBBLE_TABLES", // SSE
    "8, -1, NIBBLE_TABLES", // NEON
    "16, -1, UNPACK2", // SVE of 256 bits
    "32, -1, LUT3_W48", // SVE of 512 bits
    "64, -1, UNPACK2", // SVE of 1024 bits
  })
  void theWidestVectorsDecide(int lanes, int useAvx, Kernel expected) {
    var avx = useAvx < 0 ? OptionalInt.empty() : OptionalInt.of(useAvx);
    var machine = new VectorMachine(true, true, lanes, avx);
    assertThat(chosen(provider(machine, Optional.empty()))).isEqualTo(expected);
  }

  @Test
  void aMachineThatRunsTheFastestKernelLogsNoWarning() {
    provider(AVX_512, Optional.empty());
    assertThat(logger.lines).noneMatch(line -> line.startsWith("WARNING"));
  }

  @Test
  void aMachineWithoutShufflesOfShortsLogsTheFasterKernelsAsDebug() {
    provider(new VectorMachine(true, true, 16, OptionalInt.of(2)), Optional.empty());
    assertThat(logger.lines).noneMatch(line -> line.startsWith("WARNING"));
    assertThat(logger.lines)
        .anyMatch(line -> line.startsWith("DEBUG using unpack2, not lut3-w48 "));
  }

  @Test
  void everyFallbackIsLoggedWithItsReasonAndTheFlagToAdd() {
    provider(NO_MODULE, Optional.empty());
    assertThat(logger.lines)
        .contains(
            "WARNING using scalar, not lut3-w48 unavailable: the module jdk.incubator.vector is not"
                + " resolved (add --add-modules=jdk.incubator.vector)");
  }

  @Test
  void aForcedKernelThatCannotRunIsRefused() {
    assertThatThrownBy(() -> provider(NO_MODULE, Optional.of(Kernel.LUT3_W48)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("-Dsetun.kernel: cannot use lut3-w48 unavailable: the module");
  }

  @Test
  void aKernelThatCannotRunIsRefusedByName() {
    KernelProvider provider = provider(NO_MODULE, Optional.empty());
    assertThatThrownBy(() -> provider.named("lut3-w48")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> provider.named("lut4"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "kernel: expected one of lut3-w48, lut3-w9, nibble-tables, unpack2,"
                + " bit-serial, byte-tables, scalar, found \"lut4\"");
    assertThat(provider.named("scalar").name()).isEqualTo("scalar");
  }

  @Test
  void exactlyOneKernelIsChosenAndEachHasAReason() {
    List<KernelChoice> choices = provider(AVX_512, Optional.of(Kernel.UNPACK2)).explain();
    assertThat(choices).extracting(KernelChoice::kernel).containsExactly(Kernel.values());
    assertThat(choices).filteredOn(c -> c.verdict() == Verdict.CHOSEN).hasSize(1);
    assertThat(choices).allSatisfy(choice -> assertThat(choice.reason()).isNotBlank());
    assertThat(choices.get(0).remedy()).isEqualTo("remove -Dsetun.kernel=unpack2");
  }

  @Test
  void tinyLinearsAreScalarAndTheReasonIsLogged() {
    LinearBackend best =
        new KernelProvider(VectorMachine.ofThisJvm(), Optional.empty(), logger).best();
    int columns = KernelProvider.TINY_WEIGHTS;
    var tiny = TernaryMatrix.of(1, columns - 1, new byte[columns - 1]);
    var enough = TernaryMatrix.of(1, columns, new byte[columns]);
    assertThat(best.prepare(tiny).rowGranularity()).isEqualTo(1);
    assertThat(best.prepare(enough).rowGranularity()).isGreaterThan(1);
    assertThat(logger.lines)
        .contains(
            "DEBUG using scalar, not "
                + best.name()
                + ": a linear of 1 x 1023 weights is under 1024");
  }

  private KernelProvider provider(VectorMachine machine, Optional<Kernel> forced) {
    return new KernelProvider(machine, forced, logger);
  }

  private static Kernel chosen(KernelProvider provider) {
    return provider.explain().stream()
        .filter(choice -> choice.verdict() == Verdict.CHOSEN)
        .findFirst()
        .orElseThrow()
        .kernel();
  }

  private static final class RecordingLogger implements System.Logger {
    private final List<String> lines = new ArrayList<>();

    @Override
    public String getName() {
      return "recording";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String text,
        @Nullable Throwable e) {
      lines.add(level + " " + text);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String text,
        @Nullable Object... args) {
      lines.add(level + " " + text);
    }
  }
}
