package dev.setun.kernels.measure;

import com.sun.management.ThreadMXBean;
import dev.setun.kernels.load.Prepared;
import dev.setun.kernels.load.WarmUp;
import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.inference.Session;
import dev.setun.model.inference.Team;
import dev.setun.model.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A whole model: decode with a context, prefill, what a token allocates, the first token; and
/// decode with other heads.
record ModelSection(
    KernelBench.Options options, Model model, LinearBackend backend, Consumer<String> step) {
  private static final int LONG_PROMPT = 512;
  private static final int SHORT_PROMPT = 128;

  void measure(Map<String, Object> report) {
    long start = System.nanoTime();
    var sessionOptions = Session.Options.reference().with(backend).withThreads(options.threads());
    try (Session session = new Session(model, sessionOptions)) {
      Prepared.awaitAll();
      double loadSeconds = (System.nanoTime() - start) * 1e-9;
      start = System.nanoTime();
      session.fresh().greedyAfter(1);
      double first = (System.nanoTime() - start) * 1e-9;
      step.accept("warm-up");
      report.put("warmUp", warmedUp(session));
      step.accept("whole decode");
      Map<String, Object> decode = decode(session);
      report.put("decode", decode);
      report.put("bytesAllocatedPerToken", decode.get("bytesAllocatedPerToken"));
      report.put("firstTokenMilliseconds", first * 1e3);
      report.put("packSeconds", loadSeconds);
      step.accept("whole prefill");
      report.put("prefill", prefill(session));
    }
  }

  /// The first token after the warm-up that a user can ask for, beside the next ones.
  private Map<String, Object> warmedUp(Session weights) {
    WarmUp warm = WarmUp.of(weights);
    Session session = weights.fresh();
    int[] token = {1};
    long start = System.nanoTime();
    token[0] = session.greedyAfter(token[0]);
    double first = (System.nanoTime() - start) * 1e-9;
    Runnable next = () -> token[0] = session.greedyAfter(token[0]);
    double later = Rounds.of(options.rounds(), 0, List.of(next)).getFirst().medianSeconds();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tokens", warm.tokens());
    result.put("seconds", warm.seconds());
    result.put("firstTokenMilliseconds", first * 1e3);
    result.put("laterTokenMilliseconds", later * 1e3);
    result.put("firstOverLater", first / later);
    return result;
  }

  /// Decode with heads in other encodings, and no screen.
  Map<String, Object> fullHeads() {
    Map<String, Object> all = new LinkedHashMap<>();
    var sessionOptions =
        Session.Options.reference().with(new FullHead(backend)).withThreads(options.threads());
    for (TensorType type : HeadSection.TYPES) {
      if (HeadSection.whole(type, model.config().hidden())) {
        step.accept("whole decode, head " + type);
        try (Arena arena = Arena.ofShared();
            Session session = new Session(withHead(type, arena), sessionOptions)) {
          all.put(String.valueOf(type), decode(session));
        }
      }
    }
    return all;
  }

  private Model withHead(TensorType type, Arena arena) {
    int rows = model.config().vocabulary();
    return new Model(
        model.name(),
        model.config(),
        model.tokenizer(),
        model.embedding(),
        model.layers(),
        model.finalNorm(),
        HeadSection.random(type, rows, model.config().hidden(), arena).dense());
  }

  private Map<String, Object> decode(Session weights) {
    Session session = weights.fresh();
    session.logits(ids(options.context()));
    int[] token = {1};
    Runnable next = () -> token[0] = session.greedyAfter(token[0]);
    try (Team team = new Team(options.threads())) {
      ReadBandwidth reader =
          new ReadBandwidth(team, new long[Math.toIntExact(options.bandwidthBytes() / 8)]);
      HeadSection.settle(next);
      warmUp(next);
      List<Timing> timings = Rounds.of(2 * options.rounds(), 0, List.of(reader::read, next));
      double bandwidth = reader.bytes() / timings.get(0).medianSeconds();
      double seconds = timings.get(1).medianSeconds();
      long bytes = session.bytesPerToken();
      Map<String, Object> decode = new LinkedHashMap<>();
      decode.put("tokensPerSecond", 1 / seconds);
      decode.put("shareOfBound", bytes / bandwidth / seconds);
      decode.put("milliseconds", seconds * 1e3);
      decode.put("spread", timings.get(1).rate(1));
      decode.put("context", session.positions());
      decode.put("bytes", bytes);
      decode.put("readBandwidthBesideGBps", timings.get(0).rate(reader.bytes() * 1e-9));
      decode.put("rescoredShare", session.rescoredShare());
      decode.put("skippedShare", backend.skippedShare());
      decode.put("bytesAllocatedPerToken", bytesAllocated(next));
      return decode;
    }
  }

  /// So many tokens that all is compiled, but not so many that the context is another.
  private void warmUp(Runnable next) {
    long end = System.nanoTime() + (long) (options.warmUpSeconds() * 1e9);
    for (int i = 0; i < 32 && (i < 2 || System.nanoTime() < end); i++) {
      next.run();
    }
  }

  /// Of all threads, the least of a few tokens: a compiler thread may allocate at any time.
  private long bytesAllocated(Runnable next) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < options.rounds(); i++) {
      long before = threads.getTotalThreadAllocatedBytes();
      next.run();
      fewest = Math.min(fewest, threads.getTotalThreadAllocatedBytes() - before);
    }
    return fewest;
  }

  private Map<String, Object> prefill(Session weights) {
    int longPrompt = Math.min(LONG_PROMPT, model.config().maxPositions());
    Runnable longOne = () -> weights.fresh().logits(ids(longPrompt));
    Runnable shortOne = () -> weights.fresh().logits(ids(SHORT_PROMPT));
    int rounds = Math.max(3, options.rounds() / 4);
    List<Timing> timings = Rounds.of(rounds, 0, List.of(longOne, shortOne));
    Map<String, Object> prefill = new LinkedHashMap<>();
    prefill.put("tokensPerSecond", longPrompt / timings.get(0).medianSeconds());
    prefill.put("tokensPerSecond128", SHORT_PROMPT / timings.get(1).medianSeconds());
    prefill.put("spread", timings.get(0).rate(longPrompt));
    prefill.put("spread128", timings.get(1).rate(SHORT_PROMPT));
    return prefill;
  }

  private int[] ids(int count) {
    int[] ids = new int[count];
    Arrays.setAll(ids, i -> (int) (i * 7919L % model.config().vocabulary()));
    return ids;
  }
}
