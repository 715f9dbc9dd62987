package dev.setun.model.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Makes pieces of a file on several threads and hands them out in order. Only a few more pieces
/// than threads are in memory at a time.
public final class OrderedPieces implements AutoCloseable {
  private final Iterator<Supplier<byte[]>> pieces;
  private final Deque<Future<byte[]>> ahead = new ArrayDeque<>();
  private final ExecutorService threads;

  /// @param pieces in the order of the file
  /// @param threads at least 1
  public OrderedPieces(Iterator<Supplier<byte[]>> pieces, int threads) {
    this.pieces = pieces;
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("setun-piece-", 0).factory());
    for (int i = 0; i < 2 * threads + 2; i++) {
      start();
    }
  }

  private void start() {
    if (pieces.hasNext()) {
      ahead.add(threads.submit(pieces.next()::get));
    }
  }

  /// The next piece; there must be one.
  ///
  /// @throws RuntimeException what making it threw
  public byte[] next() {
    Future<byte[]> first = ahead.remove();
    start();
    try {
      return first.get();
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

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
