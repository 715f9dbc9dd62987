package dev.setun.kernels.probe;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// How much a call allocates once it is compiled. C2 gives up scalar replacement of vectors
/// silently, and then every call allocates; nothing else would show it but the time.
public final class WarmAllocation {
  private static final int CALLS_PER_ROUND = 300;
  private static final int ROUNDS = 400;

  private WarmAllocation() {}

  /// The fewest bytes that one round of calls allocated, ending at the first round of none: when
  /// the compiler gets round to a method depends on the load of the machine.
  public static long bytes(Runnable call) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long fewest = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && fewest > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        call.run();
      }
      fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return fewest;
  }
}
