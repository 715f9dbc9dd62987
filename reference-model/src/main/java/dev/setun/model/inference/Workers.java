package dev.setun.model.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Splits independent pieces of work between threads. Which thread does a piece never changes what
/// it computes.
final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService helpers;

  /// A piece of work on indices `[from, to)`.
  interface Range {
    void run(int from, int to);
  }

  Workers(int threads) {
    this.threads = threads;
    this.helpers =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1), Thread.ofPlatform().daemon().name("setun-", 0).factory());
  }

  /// Runs `work` on `[0, count)`, cut at multiples of `granularity`.
  void split(int count, int granularity, Range work) {
    int pieces = Math.min(threads, Math.ceilDiv(count, granularity));
    if (pieces <= 1) {
      work.run(0, count);
      return;
    }
    int units = Math.ceilDiv(count, granularity);
    List<Future<?>> others = new ArrayList<>();
    for (int piece = 1; piece < pieces; piece++) {
      int from = (int) ((long) units * piece / pieces) * granularity;
      int to = Math.min(count, (int) ((long) units * (piece + 1) / pieces) * granularity);
      others.add(helpers.submit(() -> work.run(from, to)));
    }
    work.run(0, (int) ((long) units / pieces) * granularity);
    others.forEach(Workers::await);
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}
