package dev.setun.model.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.InputException;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FormatFuzzerTest {
  @Test
  void everyMutatedFileEndsInAResultOrInOneLine() {
    for (Supplier<FuzzTarget> target : FormatFuzzer.guided()) {
      FuzzReport report = FormatFuzzer.run(target, new FuzzPlan(20_000, 20261124, 1));
      assertThat(report.findings().stream().map(FuzzReport.Finding::problem).distinct()).isEmpty();
      assertThat(report.clean()).isTrue();
      assertThat(report.inputs()).isEqualTo(20_000);
      assertThat(report.accepted() + report.rejected()).isEqualTo(20_000);
      assertThat(report.accepted()).isGreaterThan(100);
      assertThat(report.places()).isGreaterThan(15);
      assertThat(report.code()).isGreaterThan(100);
    }
  }

  @Test
  void everySeedIsAGoodFileThatMutationDoesNotCut() {
    for (Supplier<FuzzTarget> target : FormatFuzzer.targets()) {
      for (byte[] seed : target.get().seeds()) {
        target.get().read(seed);
        assertThat(seed.length).isLessThan(Mutator.MAX_BYTES);
      }
    }
  }

  @Test
  void theSamePlanGivesTheSameCounts() {
    FuzzPlan plan = new FuzzPlan(5_001, 3, 2);
    FuzzReport first = FormatFuzzer.run(FormatFuzzer.guided().getFirst(), plan);
    FuzzReport second = FormatFuzzer.run(FormatFuzzer.guided().getFirst(), plan);
    assertThat(second.inputs()).isEqualTo(5_001);
    assertThat(second.accepted()).isEqualTo(first.accepted());
    assertThat(second.places()).isEqualTo(first.places());
    assertThat(second.code()).isEqualTo(first.code());
  }

  /// Three seeds read all that is good in them; what is refused is reached by changes only.
  @Test
  void guidedInputsReachCodeThatTheSeedsDoNot() {
    GuidedTarget target = GuidedTarget.of(4);
    target.seeds().forEach(target::read);
    assertThat(target.coverage().isNew()).isTrue();
    int ofSeeds = target.coverage().keys().size();
    target.coverage().clear();
    target.seeds().forEach(target::read);
    assertThat(target.coverage().isNew()).isFalse();
    assertThat(FormatFuzzer.run(() -> GuidedTarget.of(4), new FuzzPlan(5_000, 1, 1)).code())
        .isGreaterThan(ofSeeds);
  }

  @Test
  void aReaderThatFailsOtherwiseIsFound() {
    FuzzReport report = FormatFuzzer.run(Careless::new, new FuzzPlan(3_000, 1, 1));
    assertThat(report.clean()).isFalse();
    assertThat(report.crashes()).isPositive();
    assertThat(report.overAllocated()).isPositive();
    assertThat(report.findings().getFirst().hex()).isNotEmpty();
    assertThat(report.findings())
        .extracting(FuzzReport.Finding::problem)
        .anyMatch(problem -> problem.contains("ArrayIndexOutOfBoundsException"))
        .anyMatch(problem -> problem.contains("expected one line"))
        .anyMatch(problem -> problem.contains("bytes of memory"));
  }

  /// Believes a length, allocates what it says, and prints what it read.
  private static final class Careless implements FuzzTarget {
    private byte[] last = new byte[0];

    @Override
    public String name() {
      return "careless";
    }

    @Override
    public List<byte[]> seeds() {
      return List.of(new byte[] {4, 0, 0, 0, 1, 2, 3, 4});
    }

    @Override
    public List<Field> fields(byte[] input) {
      return List.of(new Field(0, 4));
    }

    @Override
    public List<byte[]> words() {
      return List.of(new byte[] {10});
    }

    @Override
    public byte[] repair(byte[] input, RandomGenerator random) {
      return input;
    }

    @Override
    public long constantBytes() {
      return 32 << 10;
    }

    @Override
    public long read(byte[] input) {
      int length = input[0] & 0xff | (input[1] & 0xff) << 8;
      if (input[2] != 0) {
        throw new TwoLines();
      }
      last = new byte[8 * length];
      return input[length & 0xff] + (long) last.length;
    }
  }

  private static final class TwoLines extends InputException {
    private static final long serialVersionUID = 1L;

    TwoLines() {
      super("x", "y");
    }

    @Override
    public String getMessage() {
      return "two\nlines";
    }
  }
}
