package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.kernels.load.WarmUp;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.CachePrecision;
import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.Session;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A session of a vector backend that nobody watches runs on a team: the bits stay those of the
/// scalar reference.
class TeamForwardTest {
  private static final int TOKENS = 150;

  private final Model model = bard();
  private final int[] ids = new int[TOKENS];

  TeamForwardTest() {
    Arrays.setAll(ids, i -> i == 0 ? model.config().beginToken() : 37 * i % 500);
  }

  private static Model bard() {
    try {
      return Models.load(Models.BARD);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Session session(int threads) {
    return session(threads, CachePrecision.F32);
  }

  private Session session(int threads, CachePrecision precision) {
    var options = Session.Options.reference().with(KernelProvider.ofThisJvm().best());
    return new Session(model, options.withThreads(threads).with(precision));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aCacheInBinary16GivesTheLogitsOfTheReferenceToo(int threads) {
    var options = Session.Options.reference().with(CachePrecision.F16);
    try (Session reference = new Session(model, options);
        Session session = session(threads, CachePrecision.F16);
        Session other = session.fresh()) {
      float[] expected = reference.allLogits(ids);
      assertThat(session.allLogits(ids)).isEqualTo(expected);
      assertThat(session.cacheBytes()).isEqualTo(reference.cacheBytes());
      int vocabulary = model.config().vocabulary();
      for (int i = 0; i < 20; i++) {
        assertThat(other.logits(ids[i]))
            .isEqualTo(Arrays.copyOfRange(expected, i * vocabulary, (i + 1) * vocabulary));
      }
    }
  }

  @Test
  void aWarmUpLeavesTheContextAndTheLogitsAsTheyAre() {
    try (Session cold = session(2);
        Session warm = session(2)) {
      warm.logits(ids[0]);
      assertThat(WarmUp.of(warm).tokens()).isGreaterThanOrEqualTo(24);
      assertThat(warm.positions()).isEqualTo(1);
      cold.logits(ids[0]);
      assertThat(warm.logits(ids[1], ids[2])).isEqualTo(cold.logits(ids[1], ids[2]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anySplitOnAnyNumberOfThreadsGivesTheLogitsOfTheReference(int threads) {
    float[] expected;
    try (Session reference = new Session(model, Session.Options.reference())) {
      expected = reference.logits(ids);
    }
    for (int first : new int[] {1, 2, 7, 8, 64, 128, 129, TOKENS}) {
      try (Session session = session(threads)) {
        float[] actual = session.logits(Arrays.copyOf(ids, first));
        if (first < TOKENS) {
          actual = session.logits(Arrays.copyOfRange(ids, first, TOKENS));
        }
        assertThat(actual).as("first %d tokens", first).isEqualTo(expected);
      }
    }
  }

  @Test
  void allLogitsAreThoseOfTheReference() {
    try (Session reference = new Session(model, Session.Options.reference());
        Session session = session(2)) {
      assertThat(session.allLogits(ids)).isEqualTo(reference.allLogits(ids));
    }
  }

  @Test
  void greedyAfterATokenIsWhatTheSamplerPicks() {
    try (Session reference = new Session(model, Session.Options.reference());
        Session session = session(2)) {
      for (int id : Arrays.copyOf(ids, 30)) {
        int expected = new Sampler.Greedy().next(reference.logits(id));
        assertThat(session.greedyAfter(id)).isEqualTo(expected);
      }
    }
  }

  @Test
  void aBatchThatDoesNotFitIsRefusedAndNothingIsAppended() {
    try (Session session = session(2)) {
      int[] tooMany = new int[model.config().maxPositions() + 1];
      assertThatThrownBy(() -> session.logits(tooMany)).isInstanceOf(InputException.class);
      assertThat(session.positions()).isZero();
    }
  }
}
