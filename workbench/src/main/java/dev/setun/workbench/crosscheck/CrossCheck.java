package dev.setun.workbench.crosscheck;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.Fault;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.LinearMachine;
import dev.setun.accel.machine.Pattern;
import dev.setun.hdl.replay.Tool;
import dev.setun.kernels.KernelProvider;
import dev.setun.model.LinearBackend;
import dev.setun.model.LinearCall;
import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Runs a model on every executor and holds them against each other.
///
/// Bits: the reference computes a prompt and some tokens; SIMD computes the same tokens, and every
/// int8 activation, every int32 accumulator and every logit is compared. The machine, the circuit
/// and the Verilog compute a selection of the linears, and every result is compared with the
/// reference's. Cycles: the machine records all ports in all cycles; the circuit and the Verilog
/// get the same inputs, and every output is compared in every cycle.
public final class CrossCheck {
  // Not multiples of the array; one output more would need another result beat, one input fewer a
  // word less, so that a size that is
  // one off shows in the cycles.
  private static final int SLICE_ROWS = 100;
  private static final int SLICE_COLUMNS = 241;
  private static final double STALL_PROBABILITY = 0.6;

  private final Model model;
  private final Design design;
  private final CrossCheckOptions options;
  private final Consumer<String> progress;
  private final Map<ExecutorName, String> skipped = new EnumMap<>(ExecutorName.class);
  private final Map<ExecutorName, Tally> tallies = new EnumMap<>(ExecutorName.class);
  private final Map<ExecutorName, String> details = new EnumMap<>(ExecutorName.class);

  /// @param progress told what step begins
  public CrossCheck(
      Model model, Design design, CrossCheckOptions options, Consumer<String> progress) {
    this.model = model;
    this.design = design;
    this.options = options;
    this.progress = progress;
  }

  /// Runs everything.
  ///
  /// @throws dev.setun.traces.InputException if the design cannot hold a linear of the model, or
  ///   one is not an integer matrix multiplication with one scale
  public CrossCheckResult run() {
    model.requireIntegerLinears();
    findMissing();
    progress.accept("reference");
    ModelRun reference =
        ModelRun.greedy(model, referenceBackend(), options.prompt(), options.tokens());
    details.put(ExecutorName.REFERENCE, reference.ids().length + " tokens, scalar Java, 1 thread");
    tallies.put(ExecutorName.REFERENCE, new Tally(ExecutorName.REFERENCE));
    if (wanted(ExecutorName.SIMD)) {
      progress.accept("simd");
      checkSimd(reference);
    }
    checkHardware(reference);
    return result(reference);
  }

  private void findMissing() {
    for (ExecutorName executor : ExecutorName.values()) {
      if (!options.executors().contains(executor)) {
        skipped.put(executor, "not asked for");
      }
      HardwareExecutors.program(executor)
          .filter(program -> options.executors().contains(executor) && Tool.find(program).isEmpty())
          .ifPresent(program -> skipped.put(executor, program + " is not on the PATH"));
    }
    // Everything is held against the reference, so it always runs.
    skipped.remove(ExecutorName.REFERENCE);
  }

  private boolean wanted(ExecutorName executor) {
    return !skipped.containsKey(executor);
  }

  private LinearBackend referenceBackend() {
    return withFault(ExecutorName.REFERENCE, ModelRun.scalar());
  }

  private LinearBackend withFault(ExecutorName executor, LinearBackend backend) {
    return options
        .fault()
        .filter(fault -> fault.executor() == executor)
        .<LinearBackend>map(fault -> new FaultyBackend(backend, fault.seed()))
        .orElse(backend);
  }

  private void checkSimd(ModelRun reference) {
    LinearBackend best = KernelProvider.ofThisJvm().best();
    ModelRun run =
        ModelRun.forced(
            model,
            withFault(ExecutorName.SIMD, best),
            reference.ids(),
            reference.promptLength(),
            options.threads());
    Tally tally = new Tally(ExecutorName.SIMD);
    for (int i = 0; i < reference.calls().size(); i++) {
      LinearCall expected = reference.calls().get(i);
      LinearCall actual = run.calls().get(i);
      String where = expected.name() + " at position " + expected.firstPosition();
      tally.values(where + " input", expected.activations(), actual.activations());
      tally.values(where, expected.accumulators(), actual.accumulators());
    }
    for (int i = 0; i < reference.logits().size(); i++) {
      tally.values("logits of step " + i, reference.logits().get(i), run.logits().get(i));
    }
    tallies.put(ExecutorName.SIMD, tally);
    details.put(
        ExecutorName.SIMD,
        "kernel "
            + best.name()
            + ", "
            + options.threads()
            + " threads, activations, accumulators and logits");
  }

  private void checkHardware(ModelRun reference) {
    List<ExecutorName> clocked =
        List.of(ExecutorName.CIRCUIT, ExecutorName.VERILATOR, ExecutorName.ICARUS).stream()
            .filter(this::wanted)
            .toList();
    if (!wanted(ExecutorName.MACHINE) && clocked.isEmpty()) {
      return;
    }
    tallies.put(ExecutorName.MACHINE, new Tally(ExecutorName.MACHINE));
    clocked.forEach(executor -> tallies.put(executor, new Tally(executor)));
    HardwareExecutors executors = new HardwareExecutors(design, options.fault(), options.work());
    List<List<HardwareItem>> batches = batches(reference);
    for (int i = 0; i < batches.size(); i++) {
      int batch = i;
      progress.accept("machine, batch " + (batch + 1) + " of " + batches.size());
      HardwareTrace trace = record(batches.get(batch));
      List<ExecutorName> now =
          clocked.stream()
              .filter(e -> e != ExecutorName.ICARUS || batch <= options.icarusTokens())
              .toList();
      progress.accept(now + ", batch " + (batch + 1) + " of " + batches.size());
      // The simulators are processes of their own, so two run at a time; results are taken in the
      // order of the executors.
      List<Runnable> checks = Concurrently.map(now, executor -> check(executors, executor, trace));
      checks.forEach(Runnable::run);
    }
    String linears = batches.stream().mapToInt(List::size).sum() + " linears";
    details.put(
        ExecutorName.MACHINE, linears + " on " + design.name() + ", results against the reference");
    clocked.forEach(executor ->
        details.put(
            executor,
            (executor == ExecutorName.ICARUS
                    ? batches.stream().limit(options.icarusTokens() + 1L).mapToInt(List::size).sum()
                        + " linears"
                    : linears)
                + ", every port in every cycle against the machine"));
  }

  private Runnable check(HardwareExecutors executors, ExecutorName executor, HardwareTrace trace) {
    var response = executors.replay(executor, trace);
    Tally tally = tally(executor);
    return () -> new ResponseCheck(executor, trace, response, tally).run();
  }

  /// First a batch with what one token does not show: a ragged linear under random stalls, and the
  /// linears of layer 0 in prefill; then one batch for each generated token.
  private List<List<HardwareItem>> batches(ModelRun reference) {
    Environment system = Environment.ofSystem(design);
    List<HardwareItem> first = new ArrayList<>();
    List<LinearCall> prefill = reference.calls(0);
    first.add(ragged(prefill.getFirst()));
    prefill.stream()
        .filter(call -> call.layer() == 0)
        .forEach(call -> first.add(HardwareItem.of(call, system)));
    List<List<HardwareItem>> batches = new ArrayList<>();
    batches.add(first);
    for (int token = 1; token <= options.hardwareTokens(); token++) {
      batches.add(
          reference.calls(token).stream().map(call -> HardwareItem.of(call, system)).toList());
    }
    return batches;
  }

  private HardwareItem ragged(LinearCall call) {
    int rows = Math.min(SLICE_ROWS, call.weights().rows());
    int columns = Math.min(SLICE_COLUMNS, call.weights().columns());
    byte[] trits = new byte[rows * columns];
    byte[] row = new byte[call.weights().columns()];
    byte[] activations = new byte[call.tokens() * columns];
    for (int r = 0; r < rows; r++) {
      call.weights().unpackRow(r, row);
      System.arraycopy(row, 0, trits, r * columns, columns);
    }
    for (int token = 0; token < call.tokens(); token++) {
      System.arraycopy(
          call.activations(),
          token * call.weights().columns(),
          activations,
          token * columns,
          columns);
    }
    TernaryMatrix weights = TernaryMatrix.of(rows, columns, trits);
    int[] reference = new int[call.tokens() * rows];
    ModelRun.scalar().prepare(weights).multiply(activations, call.tokens(), reference);
    Environment stalls =
        new Environment(
            new Pattern.RandomGate(options.seed(), STALL_PROBABILITY),
            new Pattern.RandomGate(options.seed() + 1, STALL_PROBABILITY),
            new Pattern.RandomGate(options.seed() + 2, STALL_PROBABILITY));
    LinearJob job = new LinearJob(call.tokens(), columns, rows, weights, activations);
    return new HardwareItem(
        call.name() + " [" + rows + "x" + columns + ", random stalls]", job, stalls, reference);
  }

  private HardwareTrace record(List<HardwareItem> items) {
    LinearMachine machine =
        new LinearMachine(
            design,
            options
                .fault()
                .filter(fault -> fault.executor() == ExecutorName.MACHINE)
                .map(fault -> Fault.seeded(fault.seed(), design))
                .orElse(new Fault.None()));
    HardwareTrace trace = new HardwareTrace(design);
    for (HardwareItem item : items) {
      int[] results =
          trace
              .record(machine, item.name(), item.job(), item.environment(), item.reference())
              .results();
      tally(ExecutorName.MACHINE).values(item.name(), item.reference(), results);
    }
    return trace;
  }

  private Tally tally(ExecutorName executor) {
    return Objects.requireNonNull(tallies.get(executor));
  }

  private CrossCheckResult result(ModelRun reference) {
    List<ExecutorTally> results = new ArrayList<>();
    tallies.forEach(
        (executor, tally) -> results.add(tally.result(details.getOrDefault(executor, ""))));
    return new CrossCheckResult(
        results,
        List.copyOf(tallies.keySet()),
        skipped,
        reference.idList(),
        reference.generatedText());
  }
}
