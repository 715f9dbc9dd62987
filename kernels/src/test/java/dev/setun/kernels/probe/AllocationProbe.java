package dev.setun.kernels.probe;

import com.sun.management.ThreadMXBean;
import dev.setun.kernels.KernelChoice;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.KernelProvider;
import dev.setun.kernels.probe.LinearCase.Fill;
import dev.setun.model.LinearBackend;
import dev.setun.model.Models;
import dev.setun.model.TernaryLinear;
import dev.setun.model.inference.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/// Prints what warm calls of each vector kernel allocate, and a token of a warm session.
///
/// A program of its own, to be run with `-Xbatch`: what C2 inlines depends on what it has compiled
/// before, so on the load of the machine and on what else ran in the JVM; and a vector that crosses
/// a call which is not inlined is allocated.
public final class AllocationProbe {
  private static final int ROUNDS = 200;
  private static final int PROMPT = 20;
  private static final int TOKENS = 60;

  private AllocationProbe() {}

  /// @param arguments none
  public static void main(String[] arguments) throws IOException {
    KernelProvider provider = KernelProvider.ofThisJvm();
    System.out.print("allocated by a token: " + bytesOfToken(provider.best()) + "\n");
    for (KernelChoice choice : provider.explain()) {
      if (choice.verdict() != Verdict.UNAVAILABLE && choice.kernel().vector()) {
        LinearBackend backend = provider.named(choice.kernel());
        for (int tokens : new int[] {1, 5, 61}) {
          System.out.print(
              "allocated by %s with %d tokens: %d%n"
                  .formatted(choice.kernel().label(), tokens, bytesOfCall(backend, tokens)));
        }
      }
    }
  }

  private static long bytesOfCall(LinearBackend backend, int tokens) {
    LinearCase linearCase = LinearCase.of(300, 300, tokens, Fill.RANDOM, Fill.RANDOM, 7);
    TernaryLinear linear = backend.prepare(linearCase.weights());
    int[] sums = new int[tokens * 300];
    return WarmAllocation.bytes(() -> linear.multiply(linearCase.activations(), tokens, sums));
  }

  /// The fewest that one allocated: when the context grows, its buffers do.
  private static long bytesOfToken(LinearBackend backend) throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int[] ids = new int[PROMPT];
    Arrays.setAll(ids, i -> 37 * i % 500);
    long fewest = Long.MAX_VALUE;
    var options = Session.Options.reference().with(backend);
    try (Session weights = new Session(Models.load(Models.BARD), options)) {
      for (int round = 0; round < ROUNDS && fewest > 0; round++) {
        Session session = weights.fresh();
        session.logits(ids);
        int id = ids[0];
        for (int i = 0; i < TOKENS; i++) {
          long before = threads.getCurrentThreadAllocatedBytes();
          id = session.greedyAfter(id);
          fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
      }
    }
    return fewest;
  }
}
