package dev.setun.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerplexityRunTest {
  private final Model bard = Models.load(Models.BARD);
  private final String text =
      new String(Models.bardValidationText(), 0, 400, StandardCharsets.UTF_8);

  PerplexityRunTest() throws IOException {}

  private static Session session(Model model) {
    return new Session(model, Session.Options.reference());
  }

  @Test
  void aRunThatIsTakenUpAfterAnyChunkGivesTheSameBits() {
    try (Session session = session(bard)) {
      Perplexity whole = Perplexity.of(bard, session, text, 40);
      assertThat(whole.natsPerChunk()).hasSizeGreaterThan(3);
      for (int stopped = 0; stopped <= whole.natsPerChunk().size(); stopped++) {
        List<Double> scored = whole.natsPerChunk().subList(0, stopped);
        PerplexityRun rest = new PerplexityRun(bard, session, text, 40);
        rest.takeUp(scored);
        int steps = 0;
        for (; !rest.isDone(); steps++) {
          rest.scoreChunk();
        }
        assertThat(steps).isEqualTo(whole.natsPerChunk().size() - stopped);
        assertThat(rest.result()).isEqualTo(whole);
      }
    }
  }

  // 100 ids are more than are computed at a time.
  @Test
  void aChunkIsScoredAsOneContextHoweverItIsComputed() {
    try (Session session = session(bard)) {
      int[] ids = bard.tokenizer().encode(text);
      assertThat(ids).hasSizeGreaterThan(100);
      PerplexityRun run = new PerplexityRun(bard, session, text, 100);
      run.scoreChunk();
      Session context = session.fresh();
      double nats = 0;
      int before = bard.config().beginToken();
      for (int i = 0; i < 100; i++) {
        float[] logits = context.logits(before);
        double sum = 0;
        for (float logit : logits) {
          sum += Math.exp(logit);
        }
        nats += Math.log(sum) - logits[ids[i]];
        before = ids[i];
      }
      assertThat(run.natsPerChunk().getFirst()).isCloseTo(nats, within(1e-9));
      assertThat(run.scoredTokens()).isEqualTo(100);
      assertThat(run.tokens()).isEqualTo(ids.length);
    }
  }

  @Test
  void moreScoredChunksThanTheTextHasAreRefused() {
    try (Session session = session(bard)) {
      PerplexityRun run = new PerplexityRun(bard, session, "a", 7);
      assertThatThrownBy(() -> run.takeUp(List.of(1.0, 1.0)))
          .isInstanceOf(InputException.class)
          .hasMessage("scored chunks: expected at most 1, found 2");
      assertThatThrownBy(run::result).isInstanceOf(IllegalStateException.class);
      run.scoreChunk();
      assertThatThrownBy(() -> run.takeUp(List.of(1.0))).isInstanceOf(IllegalStateException.class);
    }
  }
}
