package dev.setun.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.LinearOp;
import org.junit.jupiter.api.Test;

class RoundingFlipTest {
  private static ActivationCodes codes(int layer, LinearOp op, int first, float... values) {
    byte[] codes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      codes[i] = (byte) Math.rint(values[i] * 2);
    }
    return new ActivationCodes(layer, op, first, 1, values, codes, new float[] {2});
  }

  @Test
  void theFirstDifferenceIsFoundWithItsDistanceFromTheTie() {
    ActivationTrace a = new ActivationTrace();
    a.quantised(codes(0, LinearOp.ATTN_Q, 0, 3, 4));
    a.quantised(codes(0, LinearOp.ATTN_Q, 1, 1, 1.2499f));
    a.quantised(codes(1, LinearOp.ATTN_Q, 0, 9, 9));
    ActivationTrace b = new ActivationTrace();
    b.quantised(codes(0, LinearOp.ATTN_Q, 0, 3, 4));
    b.quantised(codes(1, LinearOp.ATTN_Q, 0, 9, 9));
    b.quantised(codes(0, LinearOp.ATTN_Q, 1, 1, 1.2501f));

    RoundingFlip flip = RoundingFlip.first(a, b).orElseThrow();
    assertThat(flip.place()).isEqualTo(new ActivationTrace.Place(1, 0, LinearOp.ATTN_Q));
    assertThat(flip.index()).isEqualTo(1);
    assertThat(flip.firstCode()).isEqualTo(2);
    assertThat(flip.secondCode()).isEqualTo(3);
    assertThat(flip.tie()).isEqualTo(2.5);
    assertThat(flip.isAtTie(3e-4)).isTrue();
    assertThat(flip.isAtTie(1e-4)).isFalse();
    assertThat(flip)
        .asString()
        .startsWith("position 1, layer 0, input 1 of attn_q: 2.4998 became 2");
    assertThat(RoundingFlip.first(a, a)).isEmpty();
  }

  @Test
  void aDifferenceOfMoreThanOneIsNoRoundingFlip() {
    ActivationTrace a = new ActivationTrace();
    a.quantised(codes(0, LinearOp.FFN_DOWN, 0, 1));
    ActivationTrace b = new ActivationTrace();
    b.quantised(codes(0, LinearOp.FFN_DOWN, 0, 2));
    assertThat(RoundingFlip.first(a, b).orElseThrow().isAtTie(10)).isFalse();
    assertThatThrownBy(() -> RoundingFlip.first(a, new ActivationTrace()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
