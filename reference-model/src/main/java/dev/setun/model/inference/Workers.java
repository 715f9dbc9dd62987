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
  private final ExecutorService others;

  /// A piece of work on indices `[from, to)`.
  interface Range {
    void run(int from, int to);
  }

  /// @param threads at least 1; the caller is one of them
  Workers(int threads) {
    this.threads = threads;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1), Thread.ofPlatform().daemon().name("setun-", 0).factory());
  }

  /// Runs `work` on `[0, count)`, cut at multiples of `granularity`. Returns when all is done.
  void split(int count, int granularity, Range work) {
    int units = Math.ceilDiv(count, granularity);
    int pieces = Math.min(threads, units);
    if (pieces <= 1) {
      work.run(0, count);
      return;
    }
    List<Future<?>> pending = new ArrayList<>();
    for (int piece = 1; piece < pieces; piece++) {
      int from = (int) ((long) units * piece / pieces) * granularity;
      int to = (int) Math.min(count, (long) units * (piece + 1) / pieces * granularity);
      pending.add(others.submit(() -> work.run(from, to)));
    }
    try {
      work.run(0, (int) ((long) units / pieces) * granularity);
    } finally {
      // Nobody may still write when an exception of our own piece is on its way out.
      awaitAll(pending);
    }
  }

  private static void awaitAll(List<Future<?>> pending) {
    for (Future<?> future : pending) {
      try {
        future.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    others.shutdown();
  }
}
