package dev.setun.kernels.load;

import java.util.concurrent.atomic.AtomicInteger;

/// The rearranging of a model's weights for a kernel: in the background, in the order of the
/// layers, from a [PackStore] where there is one.
public final class Preparation {
  /// Is told how far a preparation is.
  @FunctionalInterface
  public interface Watcher {
    /// Called on the thread that prepares.
    ///
    /// @param made linears and heads that are ready
    /// @param asked of so many
    void prepared(int made, int asked);
  }

  private final PackStore store;
  private final Watcher watcher;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();

  /// @param store where rearranged weights are kept from one run to the next
  public Preparation(PackStore store, Watcher watcher) {
    this.store = store;
    this.watcher = watcher;
  }

  /// Everything is made from the model, and nobody watches.
  public static Preparation quiet() {
    return watchedBy((made, asked) -> {});
  }

  /// Everything is made from the model.
  public static Preparation watchedBy(Watcher watcher) {
    return new Preparation(new Unkept(), watcher);
  }

  /// Queues the making of what a recipe says.
  public <T> Prepared<T> prepare(Recipe<T> recipe) {
    asked.incrementAndGet();
    return Prepared.of(() -> make(recipe));
  }

  private <T> T make(Recipe<T> recipe) {
    T arrays = store.take(recipe);
    recipe.release().run();
    watcher.prepared(made.incrementAndGet(), asked.get());
    return arrays;
  }

  /// Keeps nothing.
  private record Unkept() implements PackStore {
    @Override
    public <T> T take(Recipe<T> recipe) {
      return recipe.packed();
    }
  }
}
