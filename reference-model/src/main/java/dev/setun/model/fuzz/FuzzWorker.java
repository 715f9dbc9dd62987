package dev.setun.model.fuzz;

import com.sun.management.ThreadMXBean;
import dev.setun.traces.InputException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// One thread of a run, with its own random numbers and corpus.
final class FuzzWorker implements Runnable {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int MAX_FINDINGS = 10;
  private static final int TRACED_CALLERS = 4;
  private static final int WARM_UP_INPUTS = 2000;

  private final FuzzTarget target;
  private final long inputs;
  private final SplittableRandom random;
  private final Corpus corpus;
  private final Mutator mutator;
  private final CoverageMap coverage;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<FuzzReport.Finding> findings = new ArrayList<>();
  private final Set<String> kinds = new HashSet<>();

  private long done;
  private long accepted;
  private long rejected;
  private long crashes;
  private long slow;
  private long overAllocated;
  private long largestAllocationBytes;

  /// The input that is being read and since when, for a watchdog.
  private volatile byte[] current = new byte[0];

  private volatile long currentSinceNanos;
  private volatile boolean finished;

  FuzzWorker(FuzzTarget target, long inputs, long seed) {
    this.target = target;
    this.inputs = inputs;
    this.random = new SplittableRandom(seed);
    this.corpus = new Corpus(target);
    this.mutator = new Mutator(target, random);
    this.coverage = target.coverage();
  }

  @Override
  public void run() {
    warmUp();
    while (done < inputs) {
      byte[] input = mutator.mutate(corpus.pick(random), corpus.pick(random).bytes());
      current = input;
      currentSinceNanos = System.nanoTime();
      check(input);
      done++;
    }
    finished = true;
  }

  /// Classes are loaded and call sites linked by the first inputs; that memory is not theirs.
  private void warmUp() {
    SplittableRandom own = new SplittableRandom(0);
    Mutator first = new Mutator(target, own);
    for (int i = 0; i < WARM_UP_INPUTS; i++) {
      readUncounted(first.mutate(corpus.pick(own), corpus.pick(own).bytes()));
    }
  }

  private void check(byte[] input) {
    coverage.clear();
    long startNanos = System.nanoTime();
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    long place = outcome(input);
    long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
    long nanos = System.nanoTime() - startNanos;
    boolean newCode = coverage.isNew();
    long limitBytes = 2L * input.length + target.constantBytes();
    if (nanos > SECOND_NANOS || allocated > limitBytes) {
      // A pause of the machine, or the linking of a call site, does not happen twice.
      startNanos = System.nanoTime();
      allocatedBefore = threads.getCurrentThreadAllocatedBytes();
      readUncounted(input);
      allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
      nanos = System.nanoTime() - startNanos;
    }
    largestAllocationBytes = Math.max(largestAllocationBytes, allocated);
    if (allocated > limitBytes) {
      overAllocated++;
      find("took " + allocated + " bytes of memory for " + input.length, input);
    }
    if (nanos > SECOND_NANOS) {
      slow++;
      find("took " + nanos + " ns", input);
    }
    corpus.report(place, newCode, input);
  }

  private void readUncounted(byte[] input) {
    try {
      target.read(input);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError _) {
      // Only what is counted reports.
    }
  }

  /// Reads an input and gives the place that it got to.
  private long outcome(byte[] input) {
    try {
      long kind = target.read(input);
      accepted++;
      return kind;
    } catch (InputException e) {
      rejected++;
      requireOneLine(e, input);
      return placeOf(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      crashes++;
      find(e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?"), input);
      return placeOf(e);
    }
  }

  private void requireOneLine(InputException e, byte[] input) {
    String message = e.getMessage();
    if (message == null
        || message.isBlank()
        || message.length() > 1000
        || message.codePoints().anyMatch(Character::isISOControl)) {
      crashes++;
      find("expected one line, found " + message, input);
    }
  }

  /// Class and line of the innermost callers, mixed.
  private static long placeOf(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    long place = e.getClass().getName().hashCode();
    for (int i = 0; i < Math.min(TRACED_CALLERS, trace.length); i++) {
      place = place * 0x9e3779b97f4a7c15L + trace[i].getClassName().hashCode();
      place = place * 0x9e3779b97f4a7c15L + trace[i].getLineNumber();
    }
    return place;
  }

  /// Keeps the first of each kind; kinds differ in more than numbers.
  private void find(String problem, byte[] input) {
    if (findings.size() < MAX_FINDINGS && kinds.add(problem.replaceAll("[0-9]+", "#"))) {
      findings.add(new FuzzReport.Finding(problem, HexFormat.of().formatHex(input)));
    }
  }

  boolean finished() {
    return finished;
  }

  /// The input being read and the nanoseconds since it began.
  byte[] current() {
    return current;
  }

  long currentNanos() {
    return System.nanoTime() - currentSinceNanos;
  }

  Set<Long> places() {
    return corpus.places();
  }

  Set<Long> code() {
    return coverage.keys();
  }

  FuzzReport report() {
    return new FuzzReport(
        target.name(),
        done,
        accepted,
        rejected,
        corpus.places().size(),
        coverage.keys().size(),
        crashes,
        slow,
        overAllocated,
        largestAllocationBytes,
        0,
        findings);
  }
}
