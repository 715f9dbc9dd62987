package dev.setun.accel.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.TernaryMatrix;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamOrderTest {
  /// R 4, L 3, T 2, W 4, F 2, B 6, P 2.
  private final StreamOrder order =
      new StreamOrder(TestDesigns.of(4, 3, 2, 4, 2, 6, 2), new LinearShape(3, 5, 6));

  @Test
  void countsFollowFromTheTiles() {
    assertThat(order.kWords()).isEqualTo(2);
    assertThat(order.tokenTiles()).isEqualTo(2);
    assertThat(order.outputTiles()).isEqualTo(2);
    assertThat(order.activationBeats()).isEqualTo(3 * 2);
    assertThat(order.weightWords()).isEqualTo(2 * 2 * 2);
    assertThat(order.weightBeats()).isEqualTo(8 * (2 * 4 * 3 / 6));
    assertThat(order.resultBeats()).isEqualTo(3 * (2 + 1));
  }

  @Test
  void anActivationBeatHoldsOneWordOfOneTokenWithZerosBeyondK() {
    byte[] activations = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, -1, -128};
    long[] word = new long[1];
    order.activationBeat(2, activations, word);
    assertThat(word[0]).isEqualTo(0x08_07_06L);
    order.activationBeat(5, activations, word);
    assertThat(word[0]).isEqualTo(0x00_80_ffL);
  }

  @Test
  void aWeightWordHoldsRowThenLaneLowestBeatFirst() {
    byte[] trits = new byte[6 * 5];
    trits[4 * 5 + 3] = 1; // output 4 = row 0 of tile 1; input 3 = lane 0 of word 1
    trits[5 * 5 + 4] = -1; // output 5 = row 1, input 4 = lane 1
    WeightStream stream = order.weightStream(TernaryMatrix.of(6, 5, trits));
    int beatsPerWord = 4;
    long firstBeat = (2 + 1) * (long) beatsPerWord; // tile 1, word 1 of the first token tile
    assertThat(beats(stream, firstBeat)).containsExactly(0b01_01_10L, 0b01_00_01L, 0x15L, 0x15L);
    long again = firstBeat + 4L * beatsPerWord; // the weights come again for the second token tile
    assertThat(beats(stream, again)).containsExactly(0b01_01_10L, 0b01_00_01L, 0x15L, 0x15L);
  }

  @Test
  void resultBeatsGoTokenByTokenWithinAnOutputTile() {
    int[] results = new int[3 * 6];
    for (int i = 0; i < results.length; i++) {
      results[i] = 1 + i;
    }
    List<List<Long>> seen = new ArrayList<>();
    long[] data = new long[1];
    for (int beat = 0; beat < order.resultBeats(); beat++) {
      order.packResult(beat, results, data);
      seen.add(List.of(data[0] & 0xffff_ffffL, data[0] >>> 32));
    }
    assertThat(seen)
        .containsExactly(
            List.of(1L, 2L), // token 0, tile 0
            List.of(3L, 4L),
            List.of(7L, 8L), // token 1, tile 0
            List.of(9L, 10L),
            List.of(5L, 6L), // token 0, tile 1: two rows, one group
            List.of(11L, 12L),
            List.of(13L, 14L), // token 2, the only one of the second token tile
            List.of(15L, 16L),
            List.of(17L, 18L));
  }

  @Test
  void unpackingIsTheInverseOfPacking() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      StreamOrder any =
          new StreamOrder(
              TestDesigns.random(random),
              new LinearShape(1 + random.nextInt(9), 1, 1 + random.nextInt(40)));
      int[] results = random.ints((long) any.shape().tokens() * any.shape().outputs()).toArray();
      int[] back = new int[results.length];
      long[] data = new long[64];
      for (long beat = 0; beat < any.resultBeats(); beat++) {
        any.packResult(beat, results, data);
        any.unpackResult(beat, data, back);
      }
      assertThat(back).isEqualTo(results);
    }
  }

  @Test
  void anInputCountThatTheBufferCannotHoldNamesTheKeyToChange() {
    assertThatThrownBy(
            () -> new StreamOrder(TestDesigns.of(4, 3, 2, 4, 2, 6, 2), new LinearShape(1, 13, 1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "linear 1x13x1: expected inputs (K) of at most 12 on design test, found 13"
                + " (set buffers.activationWordsPerToken to 8)");
  }

  private static List<Long> beats(WeightStream stream, long first) {
    List<Long> beats = new ArrayList<>();
    long[] data = new long[1];
    for (int i = 0; i < 4; i++) {
      stream.beat(first + i, data);
      beats.add(data[0]);
    }
    return beats;
  }
}
