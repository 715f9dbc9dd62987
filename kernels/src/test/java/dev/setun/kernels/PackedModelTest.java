package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.load.PackStore;
import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Recipe;
import dev.setun.kernels.probe.BardCase;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Whole models whose packed weights were made by an earlier run.
class PackedModelTest {
  private final KernelProvider provider = KernelProvider.ofThisJvm();

  /// Keeps the memory of what it saw, by layout and source.
  private static final class Memory implements PackStore {
    private final Map<String, List<MemorySegment>> kept = new HashMap<>();
    private int packed;

    @Override
    public <T> T take(Recipe<T> recipe) {
      String key = recipe.layout() + new java.math.BigInteger(recipe.source().get());
      List<MemorySegment> before = kept.get(key);
      if (before == null) {
        packed++;
        T arrays = recipe.packed();
        kept.put(key, recipe.memory().apply(arrays).stream().map(Memory::copy).toList());
        return arrays;
      }
      T arrays = recipe.allocate().get();
      List<MemorySegment> memory = recipe.memory().apply(arrays);
      for (int i = 0; i < memory.size(); i++) {
        memory.get(i).copyFrom(before.get(i));
      }
      return arrays;
    }

    private static MemorySegment copy(MemorySegment segment) {
      return Arena.ofAuto().allocate(segment.byteSize(), Long.BYTES).copyFrom(segment);
    }
  }

  @Test
  void everyKernelGivesTheSameLogitsFromWhatWasPackedBefore() {
    List<KernelChoice> usable =
        provider.explain().stream()
            .filter(c -> c.kernel().vector() && c.verdict() != Verdict.UNAVAILABLE)
            .toList();
    assumeTrue(!usable.isEmpty(), "no vectors");
    for (KernelChoice choice : usable) {
      var memory = new Memory();
      var asked = new AtomicInteger();
      var preparation = new Preparation(memory, (_, of) -> asked.set(of));
      int[][] made = BardCase.logitBits(provider.named(choice.kernel(), preparation), 2);
      // No two linears of the model share a key, so each was packed.
      assertThat(memory.packed).isEqualTo(asked.get()).isPositive();
      int[][] read = BardCase.logitBits(provider.named(choice.kernel(), preparation), 2);
      assertThat(memory.packed).as("all were kept").isEqualTo(asked.get() / 2);
      assertThat(read).as("%s", choice.kernel()).isDeepEqualTo(made);
    }
  }
}
