package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.head.SixBitScreen;
import dev.setun.kernels.load.Preparation;
import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.RowDots;
import dev.setun.model.RowScreen;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A screened head picks what the full head picks, on the embedded model.
class ScreenedHeadTest {
  private static final int TOKENS = 60;
  private static final int[] PROMPT = {1, 50, 100, 150, 200, 250};

  private final Model model;

  ScreenedHeadTest() throws IOException {
    model = Models.load(Models.BARD);
  }

  /// Screens every head, however small.
  private record Screening(LinearBackend backend) implements LinearBackend {
    @Override
    public String name() {
      return backend.name();
    }

    @Override
    public TernaryLinear prepare(TernaryMatrix weights) {
      return backend.prepare(weights);
    }

    @Override
    public Numerics numerics(Profile profile) {
      return backend.numerics(profile);
    }

    @Override
    public boolean forTeams() {
      return true;
    }

    @Override
    public RowDots rows(DenseMatrix matrix, Numerics numerics) {
      return backend.rows(matrix, numerics);
    }

    @Override
    public Optional<RowScreen> screen(DenseMatrix matrix) {
      return Optional.of(
          SixBitScreen.of(matrix, (row, into) -> matrix.row(row, into, 0), Preparation.quiet()));
    }
  }

  private static Session.Options screened(int threads) {
    return Session.Options.reference()
        .with(new Screening(KernelProvider.ofThisJvm().named(Kernel.UNPACK2)))
        .withThreads(threads);
  }

  private static List<Integer> generated(Session session, Sampler sampler) {
    List<Integer> ids = new ArrayList<>();
    int id = session.next(sampler, PROMPT);
    while (ids.size() < TOKENS) {
      ids.add(id);
      id = session.next(sampler, id);
    }
    return ids;
  }

  private void assertSameTokens(Supplier<Sampler> sampler, int threads) {
    try (Session reference = new Session(model, Session.Options.reference());
        Session session = new Session(model, screened(threads))) {
      assertThat(generated(session, sampler.get())).isEqualTo(generated(reference, sampler.get()));
      assertThat(session.rescoredShare()).isGreaterThan(0).isLessThan(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void greedyPicksTheSameTokens(int threads) {
    assertSameTokens(Sampler.Greedy::new, threads);
  }

  /// The screen is used where k is at most a 64th of the 512 ids.
  @ParameterizedTest
  @CsvSource({"2, 1.0, 1", "5, 0.9, 2", "8, 1.0, 3"})
  void topKPicksTheSameTokens(int k, double p, int threads) {
    for (long seed = 0; seed < 3; seed++) {
      long each = seed;
      assertSameTokens(() -> new Sampler.Temperature(1.3, k, p, each), threads);
    }
  }

  @Test
  void aSamplerOfManyIdsGetsAllLogits() {
    Supplier<Sampler> sampler = () -> new Sampler.Temperature(0.8, 5);
    try (Session reference = new Session(model, Session.Options.reference());
        Session session = new Session(model, screened(2))) {
      assertThat(generated(session, sampler.get())).isEqualTo(generated(reference, sampler.get()));
      assertThat(session.rescoredShare()).isZero();
    }
  }
}
