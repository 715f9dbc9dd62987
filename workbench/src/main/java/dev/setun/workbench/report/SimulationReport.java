package dev.setun.workbench.report;

import dev.setun.accel.cost.ComponentEnergy;
import dev.setun.accel.cost.EnergyTerm;
import dev.setun.accel.design.Design;
import dev.setun.accel.system.OpResult;
import dev.setun.accel.system.OpTable;
import dev.setun.accel.system.SystemRun;
import dev.setun.accel.system.TimeCause;
import dev.setun.accel.workload.WorkloadOp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a simulated phase says, as JSON keys and as parts of a report.
public final class SimulationReport {
  private static final List<String> SHOWN_COLUMNS =
      List.of(
          "name",
          "kind",
          "model",
          "tokens",
          "inputs",
          "outputs",
          "start_cycle",
          "latency_cycles",
          "compute_cycles",
          "weight_wait_cycles",
          "dram_bytes",
          "energy_pj");

  private SimulationReport() {}

  /// Keys that scripts read from `simulate --json`, and what stands behind them.
  public static Map<String, Object> summary(SystemRun run) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", run.workload().model());
    map.put("design", run.design().name());
    map.put("phase", run.workload().phase().toString());
    map.put("ternaryWeights", run.workload().shape().ternaryWeights());
    map.put("denseWeights", run.workload().shape().denseWeights());
    map.put("latencyCycles", run.latencyCycles());
    map.put("latencySeconds", run.latencySeconds());
    map.put("tokensPerSecond", run.tokensPerSecond());
    map.put(
        "energyPj",
        interval(
            run.energy().total().lowPj(),
            run.energy().total().nominalPj(),
            run.energy().total().highPj()));
    map.put(
        "areaMm2",
        interval(
            run.area().total().lowMm2(),
            run.area().total().nominalMm2(),
            run.area().total().highMm2()));
    Map<String, Long> causes = new LinkedHashMap<>();
    for (TimeCause cause : TimeCause.values()) {
      causes.put(cause.label(), run.cycles().of(cause));
    }
    map.put("cyclesByCause", causes);
    map.put("dramBytes", run.dramBytes());
    Map<String, Object> components = new LinkedHashMap<>();
    for (ComponentEnergy component : run.energy().components()) {
      components.put(
          component.component().label(),
          interval(
              component.energy().lowPj(),
              component.energy().nominalPj(),
              component.energy().highPj()));
    }
    map.put("energyByComponent", components);
    map.put(
        "energySources",
        run.energy().components().stream().map(SimulationReport::energyRow).toList());
    map.put(
        "areaSources",
        run.area().terms().stream()
            .map(term -> term.part() + ": " + term.formula() + "; " + term.row().citation())
            .toList());
    map.put("assumptions", run.assumptions());
    return map;
  }

  /// Adds the simulation's part to a report.
  public static void describe(SystemRun run, ReportData report) {
    Design design = run.design();
    String phase = run.workload().model() + " " + run.workload().phase() + " on " + design.name();
    report.figure(
        "latency of " + phase,
        run.latencyCycles(),
        "cycles",
        "linears cycle-exact, vector unit behavioural");
    report.figure(
        "tokens per second, simulated",
        run.tokensPerSecond(),
        "",
        design.clockHz() / 1_000_000 + " MHz");
    report.figure(
        "energy of the phase",
        run.energy().total().nominalPj() / 1e6,
        "uJ",
        "estimated from cited rows");
    report.figure("area", run.area().total().nominalMm2(), "mm2", "estimated");
    addCauses(run, report);
    addRoofline(run, report);
    run.energy().components().forEach(component -> report.energy(energyRow(component)));
    addOperations(run, report);
    run.assumptions().forEach(report::note);
  }

  private static void addCauses(SystemRun run, ReportData report) {
    Map<String, List<OpResult>> byKind =
        run.ops().stream()
            .collect(
                Collectors.groupingBy(
                    SimulationReport::kind, LinkedHashMap::new, Collectors.toList()));
    Map<String, long[]> series = new LinkedHashMap<>();
    for (TimeCause cause : TimeCause.values()) {
      long[] cycles =
          byKind.values().stream()
              .mapToLong(ops -> ops.stream().mapToLong(op -> op.cycles().of(cause)).sum())
              .toArray();
      if (java.util.Arrays.stream(cycles).sum() > 0) {
        series.put(cause.label(), cycles);
      }
    }
    report.causes(List.copyOf(byKind.keySet()), series);
  }

  private static String kind(OpResult op) {
    return switch (op.op()) {
      case WorkloadOp.Ternary linear -> linear.op().label();
      case WorkloadOp.Vector vector -> vector.kind().label();
    };
  }

  private static void addRoofline(SystemRun run, ReportData report) {
    Design design = run.design();
    report.roofline(
        design.array().macsPerCycle() * (design.clockHz() / 1e9),
        design.memory().sustainedBytesPerSecond());
    for (OpResult op : run.ops()) {
      if (op.op() instanceof WorkloadOp.Ternary linear && linear.layerIndex() == 0) {
        double seconds = (double) op.latencyCycles() / design.clockHz();
        report.rooflinePoint(
            linear.op().label() + " " + linear.shape(),
            (double) linear.shape().macs() / op.dramBytes(),
            linear.shape().macs() / seconds / 1e9);
      }
    }
  }

  private static void addOperations(SystemRun run, ReportData report) {
    List<Integer> shown = SHOWN_COLUMNS.stream().map(OpTable.columns()::indexOf).toList();
    report.operations(
        "One row an operation; ops.csv has all columns, timeline.json the picture for Perfetto.",
        SHOWN_COLUMNS,
        run.ops().stream()
            .map(op -> {
              List<Object> row = OpTable.row(op);
              return shown.stream().map(row::get).toList();
            })
            .toList());
  }

  private static Map<String, Object> energyRow(ComponentEnergy component) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("component", component.component().label());
    row.put("lowPj", component.energy().lowPj());
    row.put("nominalPj", component.energy().nominalPj());
    row.put("highPj", component.energy().highPj());
    row.put(
        "formula",
        component.terms().stream()
            .filter(term -> term.count() > 0)
            .map(EnergyTerm::formula)
            .collect(Collectors.joining("; ")));
    row.put(
        "source",
        component.terms().stream()
            .filter(term -> term.count() > 0)
            .map(term -> term.row().citation())
            .distinct()
            .collect(Collectors.joining("; ")));
    return row;
  }

  private static Map<String, Double> interval(double low, double nominal, double high) {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("low", low);
    map.put("nominal", nominal);
    map.put("high", high);
    return map;
  }
}
