package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void theExampleOfTheStandard() {
    // FIPS 180-4, appendix B.1.
    var digest = new Sha256();
    digest.update(new byte[] {'x', 'a', 'b', 'c', 'x'}, 1, 3);
    assertThat(digest.hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void memoryOfAnyLengthIsItsBytes() {
    byte[] bytes = new byte[200_001];
    new Random(1).nextBytes(bytes);
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 200_001}) {
      var memory = new Sha256();
      memory.update(MemorySegment.ofArray(bytes).asSlice(0, length));
      var array = new Sha256();
      array.update(bytes, 0, length);
      assertThat(memory.digest()).isEqualTo(array.digest());
    }
  }

  @Test
  void textsAreKeptApart() {
    assertThat(ofTexts("ab", "c")).isNotEqualTo(ofTexts("a", "bc"));
    assertThat(ofTexts("ab", "c")).isEqualTo(ofTexts("ab", "c"));
  }

  private static byte[] ofTexts(String... texts) {
    var digest = new Sha256();
    for (String text : texts) {
      digest.update(text);
    }
    return digest.digest();
  }

  @Test
  void inPartsIsTheLengthAndTheDigestOfEachPart() {
    byte[] bytes = new byte[2 * (int) Sha256.PART_BYTES + 5];
    new Random(2).nextBytes(bytes);
    var parts = new Sha256();
    parts.updateInParts(MemorySegment.ofArray(bytes));
    var expected = new Sha256();
    expected.update((long) bytes.length);
    for (int part = 0; part < 3; part++) {
      int from = part * (int) Sha256.PART_BYTES;
      var each = new Sha256();
      each.update(bytes, from, Math.min((int) Sha256.PART_BYTES, bytes.length - from));
      expected.update(each.digest(), 0, Sha256.BYTES);
    }
    assertThat(parts.digest()).isEqualTo(expected.digest());
  }

  @Test
  void aDigestCanBeStartedAnew() {
    var digest = new Sha256();
    byte[] first = ofTexts("once");
    digest.update("once");
    digest.digest();
    digest.update("once");
    assertThat(digest.digest()).isEqualTo(first);
    assertThat(Arrays.equals(digest.digest(), first)).isFalse();
  }
}
