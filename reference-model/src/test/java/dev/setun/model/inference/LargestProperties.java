package dev.setun.model.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LargestProperties {
  @Property
  void theSmallestThatIsKeptIsTheKthLargest(
      @ForAll @IntRange(min = 1, max = 12) int capacity,
      @ForAll @Size(min = 0, max = 60) float @FloatRange(min = -9, max = 9) [] values) {
    var one = new Largest(capacity);
    var other = new Largest(capacity);
    for (int i = 0; i < values.length; i++) {
      (i % 3 == 0 ? other : one).add(values[i]);
    }
    one.addAll(other);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    float expected =
        values.length < capacity ? Float.NEGATIVE_INFINITY : sorted[values.length - capacity];
    assertThat(one.smallest()).isEqualTo(expected);
  }
}
