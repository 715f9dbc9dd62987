package dev.setun.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// A file with some bytes changed, or cut off, is read or refused in one line; nothing else.
class CorruptionProperties {
  private static final TinyFolder GOOD = new TinyFolder();
  private static final byte[] CONFIG = GOOD.config();
  private static final byte[] TOKENIZER = TinyFolder.tokenizer();
  private static final byte[] WEIGHTS = GOOD.weights();
  private static final String DIGITS = "0123456789-,:[]{}\"eEnft";

  @Property(tries = 2000)
  void changedWeightsAreReadOrRefused(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int changes) {
    readOrRefuse(CONFIG, TOKENIZER, changed(WEIGHTS, seed, changes, 2500));
  }

  @Property(tries = 2000)
  void aChangedConfigurationIsReadOrRefused(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int changes) {
    readOrRefuse(changed(CONFIG, seed, changes, CONFIG.length), TOKENIZER, WEIGHTS);
  }

  @Property(tries = 500)
  void aChangedTokenizerIsReadOrRefused(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int changes) {
    readOrRefuse(CONFIG, changed(TOKENIZER, seed, changes, TOKENIZER.length), WEIGHTS);
  }

  @Property(tries = 300)
  void aTruncatedFileIsRefused(@ForAll @IntRange(min = 0) int length) {
    byte[] cut = Arrays.copyOf(WEIGHTS, length % WEIGHTS.length);
    assertThat(readOrRefuse(CONFIG, TOKENIZER, cut)).isFalse();
  }

  /// Changes bytes among the first `upTo`: to anything, to what JSON is made of, or by one bit.
  private static byte[] changed(byte[] good, long seed, int changes, int upTo) {
    Random random = new Random(seed);
    byte[] bytes = good.clone();
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(Math.min(upTo, bytes.length));
      bytes[at] =
          switch (random.nextInt(3)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) DIGITS.charAt(random.nextInt(DIGITS.length()));
            default -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
          };
    }
    return bytes;
  }

  private static boolean readOrRefuse(byte[] config, byte[] tokenizer, byte[] weights) {
    try {
      HfFolder.parse("tiny", config, tokenizer, weights);
      return true;
    } catch (InputException e) {
      assertThat(e.getMessage()).startsWith("tiny").doesNotContain("\n", "\r");
      return false;
    }
  }
}
