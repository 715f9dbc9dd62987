package dev.setun.model.inference;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Threads that run one job together, each its own part, and wait for each other at barriers.
///
/// A token has some two hundred barriers, and a thread that is woken by the system costs more than
/// the work between two of them: who waits spins, and only parks after [#SPINS] turns, some tens of
/// microseconds. The thread that runs the job is the first of the team.
public final class Team implements AutoCloseable {
  private static final int SPINS = 4000;
  private static final long NAP_NANOS = 50_000;

  private static final Throwable NONE = new Throwable("none", null, false, false) {};

  private final int threads;
  private final Thread[] others;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private volatile int phase;
  private volatile int jobs;
  private volatile Job job = (_, _) -> {};
  private volatile boolean closed;
  private volatile Throwable failure = NONE;

  /// What all threads run at once.
  public interface Job {
    /// @param thread 0 .. threads - 1
    void run(int thread, int threads);
  }

  /// @param threads at least 1; the caller of [#run] is one of them
  public Team(int threads) {
    this.threads = threads;
    this.others = new Thread[threads - 1];
    for (int i = 1; i < threads; i++) {
      int thread = i;
      others[i - 1] =
          Thread.ofPlatform().daemon().name("setun-team-" + i).start(() -> serve(thread));
    }
  }

  /// Threads, the caller of [#run] included.
  public int threads() {
    return threads;
  }

  /// Runs a job on all threads and returns when all have done their part. What a part throws ends
  /// the job, and is thrown here.
  public void run(Job work) {
    failure = NONE;
    arrived.set(0);
    job = work;
    jobs = jobs + 1;
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
    part(work, 0);
    // Every thread arrives once more when it leaves the job, whatever happened in it.
    awaitDone();
    Throwable thrown = failure;
    if (thrown != NONE) {
      throw thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }
  }

  private void part(Job work, int thread) {
    try {
      work.run(thread, threads);
    } catch (Throwable e) {
      if (!(e instanceof Abandoned)) {
        failure = e;
      }
    } finally {
      done.incrementAndGet();
    }
  }

  private void awaitDone() {
    int spins = 0;
    while (done.get() < threads) {
      spins = pause(spins);
    }
    done.set(0);
  }

  private void serve(int thread) {
    int seen = 0;
    while (!closed) {
      int spins = 0;
      while (jobs == seen && !closed) {
        if (spins++ < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (!closed) {
        seen = jobs;
        part(job, thread);
      }
    }
  }

  /// Waits until all threads of the job have come here; what each wrote before is then visible to
  /// all.
  public void barrier() {
    int mine = phase;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      phase = mine + 1;
      return;
    }
    int spins = 0;
    while (phase == mine) {
      if (failure != NONE) {
        throw new Abandoned();
      }
      spins = pause(spins);
    }
  }

  private static int pause(int spins) {
    if (spins < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(NAP_NANOS);
    }
    return spins + 1;
  }

  /// Another thread has failed: this one stops where it is.
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;

    Abandoned() {
      super("another thread failed", null, false, false);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
  }
}
