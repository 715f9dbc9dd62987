package dev.setun.hdl.proof;

import dev.setun.hdl.replay.ReplayException;
import dev.setun.hdl.replay.Tool;
import dev.setun.hdl.replay.ToolFolder;
import dev.setun.hdl.replay.VerilogTop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Proves claims about a module by temporal induction in Yosys' SAT solver.
///
/// The base: from any state whatever, one cycle with `rst` 1, then no run of k cycles breaks a
/// claim. The step: k cycles in a row without a broken claim are followed by another, from any
/// state and with any inputs. k grows until the step holds. Bits that the Verilog leaves open (an
/// x) may be either in each cycle. A module without `rst` is looked at from any state on.
///
/// All registers must have the clock `clk` and its rising edge; a module with another is refused,
/// as are assumptions that no run can keep, under which everything would be proved. What the module
/// assumes is given; what a module inside it assumes is one of the claims.
public final class Proof {
  private static final String ANSWER = "proof.txt";
  private static final String ASSUMPTIONS = "assumptions.txt";
  private static final String CLOCKS = "clocks.txt";
  private static final String EDGES = "edges.txt";
  private static final int RUN_IN = 4;
  private static final Pattern CLAIM =
      Pattern.compile("Import proof for assert: (\\S+) when (\\S+)\\.");
  private static final Pattern PLACE =
      Pattern.compile("(.*?)\\$(?:0\\$)?formal\\$([A-Za-z0-9_]+\\.s?v):(\\d{1,9})\\$.*");
  private static final Pattern ASSERT = Pattern.compile("assert \\((\\w+)\\)");
  private static final Pattern INDUCTION = Pattern.compile("\\[induction step (\\d{1,9})\\]");

  /// What the run that breaks a claim has.
  enum Shown {
    /// Every signal.
    ALL,
    /// What the claims depend on: for large modules.
    CONE
  }

  private final Shown shown;
  private final VerilogTop top;
  private final Claims claims;
  private final int mostSteps;
  private final Duration limit;

  private Proof(VerilogTop top, Claims claims, Shown shown, int mostSteps, Duration limit) {
    this.shown = shown;
    this.top = top;
    this.claims = claims;
    this.mostSteps = mostSteps;
    this.limit = limit;
  }

  /// Proves the claims in the Verilog of a module and some more.
  ///
  /// @param mostSteps the largest k, 1..1000
  /// @param limit time that Yosys may take; if it takes more, the answer is unknown
  /// @throws dev.setun.hdl.replay.MissingToolException if Yosys is not on this machine
  /// @throws ReplayException if Yosys refuses the Verilog or a claim, if there is no claim, for
  ///   another clock, for assumptions that contradict each other or the reset, or if what Yosys
  ///   says is not understood
  public static ProofResult run(VerilogTop top, Claims claims, int mostSteps, Duration limit) {
    return run(top, claims, Shown.ALL, mostSteps, limit);
  }

  static ProofResult run(
      VerilogTop top, Claims claims, Shown shown, int mostSteps, Duration limit) {
    if (mostSteps < 1 || mostSteps > 1000) {
      throw new IllegalArgumentException("expected 1..1000 steps, found " + mostSteps);
    }
    return new Proof(top, claims, shown, mostSteps, limit).run();
  }

  private ProofResult run() {
    Tool yosys = Tool.require("yosys");
    List<String> tools = List.of(yosys.version());
    VerilogTop claimed = claims.around(top);
    try (ToolFolder folder = ToolFolder.of(claimed)) {
      folder.write("prepare.ys", String.join("\n", prepare(claimed)) + "\n");
      folder.mustRun(yosys, List.of("-q", "-s", "prepare.ys"), limit);
      requireOneClock(folder.read(yosys, CLOCKS), folder.read(yosys, EDGES));
      if (folder.read(yosys, ASSUMPTIONS).contains("no model found")) {
        throw new ReplayException(
            "yosys", top.name() + ": no run of " + RUN_IN + " cycles keeps the assumptions");
      }
      if (!folder.finishes(yosys, List.of("-q", "-p", induction()), limit)) {
        return new ProofResult.Unknown(tools, "not done after " + limit.toSeconds() + " s");
      }
      return answer(tools, claimed, folder.read(yosys, ANSWER));
    }
  }

  private List<String> prepare(VerilogTop claimed) {
    List<String> steps = new ArrayList<>();
    steps.add("read_verilog -formal -DFORMAL " + String.join(" ", claimed.files().keySet()));
    steps.add("hierarchy -check -top " + Claims.MODULE);
    steps.add("proc");
    // What a module inside assumes of its surroundings is for its surroundings to keep.
    steps.add("chformal -assume2assert * " + Claims.MODULE + " %d " + top.name() + " %d");
    steps.add("flatten");
    // Outputs that no claim depends on cost the solver time.
    steps.addAll(shown == Shown.CONE ? List.of("delete -output o:*") : List.of());
    steps.addAll(List.of("opt_clean", "memory", "async2sync", "dffunmap", "setundef -anyseq"));
    steps.add("chformal -cover -remove");
    steps.add("opt_clean");
    steps.add("tee -o " + CLOCKS + " select -list t:$*dff* %ci1:+[CLK] t:$*dff* %d");
    // A rising edge is 1 in one bit, or in 32 where the registers were words of a memory.
    steps.add(
        "tee -o "
            + EDGES
            + " select -list t:$*dff* r:CLK_POLARITY=1'1 %d r:CLK_POLARITY=1 %d t:$*latch*");
    steps.add("tee -o " + ASSUMPTIONS + " sat -set-assumes -seq " + RUN_IN + resetThenRun());
    steps.add("write_rtlil prepared.il");
    return steps;
  }

  private String resetThenRun() {
    StringBuilder text = new StringBuilder(reset());
    for (int step = 2; step <= RUN_IN && Claims.resettable(top); step++) {
      text.append(" -set-at ").append(step).append(" rst 0");
    }
    return text.toString();
  }

  private String reset() {
    return Claims.resettable(top) ? " -set-at 1 rst 1" : "";
  }

  private String induction() {
    // The first cycle is not claimed of: it is the one in which the reset works.
    return "read_rtlil prepared.il; tee -o "
        + ANSWER
        + " sat -set-assumes -prove-asserts -tempinduct -seq 1"
        + reset()
        + " -maxsteps "
        + mostSteps
        + " -show-all";
  }

  private void requireOneClock(String clocks, String edges) {
    List<String> others =
        clocks
            .lines()
            .filter(line -> !line.isBlank() && !line.equals(Claims.MODULE + "/clk"))
            .toList();
    if (!others.isEmpty()) {
      throw new ReplayException(
          "yosys", top.name() + ": expected registers of clk only, found clocks " + others);
    }
    if (!edges.isBlank()) {
      throw new ReplayException(
          "yosys", top.name() + ": expected registers at the rising edge only, found " + edges);
    }
  }

  private ProofResult answer(List<String> tools, VerilogTop claimed, String text) {
    SequencedMap<String, String> imported = new LinkedHashMap<>();
    for (Matcher claim = CLAIM.matcher(text); claim.find(); ) {
      imported.put(claim.group(1), claim.group(2));
    }
    if (imported.isEmpty()) {
      throw new ReplayException("yosys", top.name() + ": expected a claim to prove, found none");
    }
    if (text.contains("Induction step proven: SUCCESS!")) {
      int induction = 0;
      for (Matcher step = INDUCTION.matcher(text); step.find(); ) {
        induction = Integer.parseInt(step.group(1));
      }
      return new ProofResult.Proved(tools, imported.size(), induction);
    }
    int failed = text.indexOf("model found for base case: FAIL!");
    if (failed >= 0) {
      List<SequencedMap<String, String>> table = ProofTrace.table(text.substring(failed));
      return new ProofResult.Counterexample(
          tools, broken(claimed, imported, table), ProofTrace.named(table));
    }
    if (text.contains("Reached maximum number of time steps")) {
      return new ProofResult.Unknown(tools, "no induction over " + mostSteps + " cycles");
    }
    throw new ReplayException("yosys", top.name() + ": expected the end of a proof, found none");
  }

  /// The claims that are active and 0 in the last cycle.
  private static List<String> broken(
      VerilogTop claimed, Map<String, String> imported, List<SequencedMap<String, String>> table) {
    Set<String> broken = new LinkedHashSet<>();
    if (!table.isEmpty()) {
      Map<String, String> last = table.getLast();
      imported.forEach((check, enable) -> {
        String active = enable.equals("1'1") ? "1" : last.getOrDefault(enable, "");
        if (active.equals("1") && last.getOrDefault(check, "").equals("0")) {
          broken.addAll(labels(claimed, check, last));
        }
      });
    }
    if (broken.isEmpty()) {
      throw new ReplayException("yosys", "expected a broken claim in the run, found none");
    }
    return List.copyOf(broken);
  }

  /// The claims of the file and the instance of an `assert` that are 0. Yosys says where an
  /// `assert` stands, but often with the line before it.
  private static List<String> labels(VerilogTop claimed, String check, Map<String, String> values) {
    Matcher place = PLACE.matcher(check);
    if (!place.matches()) {
      return List.of(check);
    }
    String path = place.group(1).replace("$flatten", "").replace("\\", "");
    String file = place.group(2);
    List<String> labels = new ArrayList<>();
    Matcher claim = ASSERT.matcher(claimed.files().getOrDefault(file, ""));
    while (claim.find()) {
      String net = claim.group(1);
      if (values.getOrDefault("\\" + path + net, "").equals("0")) {
        labels.add(
            file.equals(Claims.FILE)
                ? net.replaceFirst("^" + Claims.WIRE, "")
                : path.replaceFirst("^dut\\.", "") + net + " (" + file + ")");
      }
    }
    return labels.isEmpty() ? List.of(file + ":" + place.group(3)) : labels;
  }
}
