package dev.setun.kernels.measure;

import dev.setun.kernels.head.Heads;
import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.model.RowDots;
import dev.setun.model.inference.Team;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Full heads of vocabulary x hidden in the encodings that files have, beside the read bandwidth.
final class HeadSection {
  static final List<TensorType> TYPES =
      List.of(ScalarType.F16, ScalarType.BF16, BlockType.Q8_0, BlockType.Q6_K);

  private static final long SEED = 11;

  /// More than a head waits for before it is copied.
  private static final int PASSES_BEFORE_COPY = 3;

  private final Team team;
  private final RowDots dots;
  private final int rows;
  private final float[] x;
  private final float[] logits;

  private HeadSection(Team team, Tensor tensor, RowDots dots) {
    this.dots = dots;
    this.team = team;
    this.rows = Math.toIntExact(tensor.rows());
    this.x = new float[tensor.columns()];
    this.logits = new float[rows];
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
  }

  static Map<String, Object> of(KernelBench.Options options, Team team, ReadBandwidth reader) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (TensorType type : TYPES) {
      try (Arena arena = Arena.ofShared()) {
        if (whole(type, options.family().hidden())) {
          Tensor tensor =
              random(type, options.family().vocabulary(), options.family().hidden(), arena);
          Optional<RowDots> dots = Heads.rows(tensor, Preparation.quiet());
          if (dots.isPresent()) {
            var head = new HeadSection(team, tensor, dots.get());
            all.put(String.valueOf(type), head.figures(options, reader, tensor));
          }
        }
      }
    }
    return all;
  }

  /// Whether a row of such a width is whole blocks.
  static boolean whole(TensorType type, int columns) {
    return !(type instanceof BlockType blocks) || columns % blocks.blockColumns() == 0;
  }

  private Map<String, Object> figures(
      KernelBench.Options options, ReadBandwidth reader, Tensor tensor) {
    settle(this::run);
    List<Runnable> tasks = new ArrayList<>(List.of(reader::read, this::run));
    List<Timing> timings = Rounds.of(options.rounds(), options.warmUpSeconds(), tasks);
    double bandwidth = reader.bytes() / timings.get(0).medianSeconds();
    double rate = tensor.data().byteSize() / timings.get(1).medianSeconds();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("milliseconds", timings.get(1).medianSeconds() * 1e3);
    result.put("shareOfReadBandwidth", rate / bandwidth);
    result.put("gigabytesPerSecond", timings.get(1).rate(tensor.data().byteSize() * 1e-9));
    return result;
  }

  /// Runs a whole head until a copy that is made of it, if one is, is there.
  static void settle(Runnable head) {
    for (int pass = 0; pass < PASSES_BEFORE_COPY; pass++) {
      head.run();
    }
    Prepared.awaitAll();
  }

  private void run() {
    team.run(this::share);
  }

  private void share(int thread, int threads) {
    int from = (int) ((long) rows * thread / threads);
    dots.dots(x, 0, from, (int) ((long) rows * (thread + 1) / threads), logits, 0);
  }

  /// Random bits; the highest bit of each exponent is clear, so that all numbers are finite.
  static Tensor random(TensorType type, int rows, int columns, Arena arena) {
    long bytes = type.byteSize(rows, columns);
    MemorySegment data = Pages.huge(arena, bytes).orElseGet(() -> arena.allocate(bytes, 64));
    var random = new SplittableRandom(SEED);
    for (long at = 0; at + Long.BYTES <= bytes; at += Long.BYTES) {
      data.set(ValueLayout.JAVA_LONG_UNALIGNED, at, random.nextLong() & 0xbfffbfffbfffbfffL);
    }
    return new Tensor("synthetic", type, rows, columns, data);
  }
}
