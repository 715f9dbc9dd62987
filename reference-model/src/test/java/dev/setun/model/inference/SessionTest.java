package dev.setun.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final Model model = RandomModel.of(20);

  @Test
  void aRefusedCallAppendsNothing() {
    try (Session session = new Session(model, Session.Options.reference());
        Session other = new Session(model, Session.Options.reference())) {
      session.logits(1, 2, 3);
      assertThatThrownBy(() -> session.logits(4, RandomModel.VOCABULARY))
          .isInstanceOf(InputException.class)
          .hasMessage("token: expected an id of 0..520, found 521");
      assertThatThrownBy(() -> session.logits(-1)).isInstanceOf(InputException.class);
      assertThatThrownBy(session::logits).hasMessage("tokens: expected at least one, found none");
      assertThatThrownBy(() -> session.logits(new int[RandomModel.POSITIONS - 2]))
          .hasMessage("context: expected at most 40 tokens, found 41");
      assertThat(session.positions()).isEqualTo(3);
      other.logits(1, 2, 3);
      assertThat(session.logits(7)).isEqualTo(other.logits(7));
    }
  }

  @Test
  void theLastPositionCanBeFilled() {
    try (Session session = new Session(model, Session.Options.reference())) {
      session.logits(new int[RandomModel.POSITIONS]);
      assertThatThrownBy(() -> session.logits(0)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void aFreshContextKnowsNothingOfTheOther() {
    try (Session session = new Session(model, Session.Options.reference())) {
      float[] expected = session.logits(5, 6);
      Session fresh = session.fresh();
      assertThat(fresh.positions()).isZero();
      assertThat(fresh.logits(5, 6)).isEqualTo(expected);
      assertThat(session.positions()).isEqualTo(2);
    }
  }

  @Test
  void theObserverSeesEveryLinearOfEveryLayerInOrder() {
    List<String> seen = new ArrayList<>();
    Observer observer =
        new Observer() {
          @Override
          public void quantised(ActivationCodes codes) {
            seen.add("quantised " + codes.layer() + " " + codes.op() + " " + codes.firstPosition());
          }

          @Override
          public void linear(LinearCall call, float[] scales) {
            seen.add("linear " + call.layer() + " " + call.op() + " " + call.firstPosition());
          }

          @Override
          public void hidden(String stage, float[] values) {
            seen.add(stage);
          }
        };
    try (Session session = new Session(model, Session.Options.reference().with(observer))) {
      session.logits(1, 2);
      seen.clear();
      session.logits(3);
    }
    List<String> expected = new ArrayList<>(List.of("embedding"));
    for (int layer = 0; layer < model.config().layers(); layer++) {
      for (LinearOp op : LinearOp.values()) {
        switch (op) {
          case ATTN_Q, ATTN_OUTPUT, FFN_GATE, FFN_DOWN ->
              expected.add("quantised " + layer + " " + op + " 2");
          case ATTN_K, ATTN_V, FFN_UP -> {}
        }
        expected.add("linear " + layer + " " + op + " 2");
      }
      expected.add("after_layer_" + layer);
    }
    expected.add("after_final_norm");
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void aFailureOfOneThreadReachesTheCaller() {
    try (Workers workers = new Workers(3)) {
      assertThatThrownBy(() ->
              workers.split(
                  3,
                  1,
                  (from, to) -> {
                    if (from == 2) {
                      throw new IllegalStateException("piece 2");
                    }
                  }))
          .hasMessage("piece 2");
      int[] done = new int[10];
      workers.split(
          10,
          4,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              done[i]++;
            }
          });
      assertThat(done).containsOnly(1);
    }
  }

  @Test
  void threadsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Session.Options.reference().withThreads(0))
        .hasMessage("--threads: expected 1..64, found 0");
  }
}
