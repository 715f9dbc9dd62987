package dev.setun.kernels.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// A value that is made on a thread of its own, after all that were asked for before it. Its maker
/// may use all cores.
///
/// A model of some hundred megabytes takes seconds to repack. With this its first token begins at
/// once, and layer n is repacked while layer n - 1 multiplies.
///
/// @param <T> what is made
public final class Prepared<T> {
  /// One thread, so that the order is that of the calls, which is that of the layers.
  private static final ExecutorService QUEUE =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("setun-prepare").daemon().unstarted(task));

  private final CompletableFuture<T> future;

  private Prepared(CompletableFuture<T> future) {
    this.future = future;
  }

  /// Queues the making of a value.
  static <T> Prepared<T> of(Supplier<T> maker) {
    return new Prepared<>(CompletableFuture.supplyAsync(maker, QUEUE));
  }

  /// The value; waits until it is made. What its maker throws is thrown here.
  public T get() {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Whether the value is there: not if its maker failed.
  public boolean isMade() {
    return future.state() == Future.State.SUCCESS;
  }

  /// Waits until all that was asked for so far is made.
  public static void awaitAll() {
    CompletableFuture.runAsync(() -> {}, QUEUE).join();
  }
}
