package dev.setun.workbench.cli;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.model.Model;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import dev.setun.traces.RunFolder;
import dev.setun.workbench.golden.GoldenFolder;
import dev.setun.workbench.golden.GoldenOp;
import dev.setun.workbench.golden.GoldenRun;
import dev.setun.workbench.golden.Position;
import dev.setun.workbench.golden.Selection;
import dev.setun.workbench.golden.TokenRange;
import dev.setun.workbench.golden.VectorSet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun golden`: vectors of single operations, and a test bench, for somebody else's hardware.
@Command(
    name = "golden",
    description = "Writes golden vectors of operations of a model, with a Verilog test bench.")
final class GoldenCommand implements Callable<Integer> {
  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunFolderOption runFolder = new RunFolderOption();

  @Option(names = "--layer", paramLabel = "L", description = "A layer from 0 on, or all.")
  private Optional<String> layer = Optional.empty();

  @Option(
      names = "--op",
      required = true,
      paramLabel = "OP",
      description = "attn_q ... ffn_down, a binary32 op, several with commas, or all linears: all.")
  private String op = "";

  @Option(
      names = "--token",
      paramLabel = "T",
      description = "Position in the prompt, 0 is the begin-of-text token; last (default) or all.")
  private String token = "last";

  @Option(
      names = {"-p", "--prompt"},
      description = "The text that the model is given.")
  private String prompt = CrossCheckCommand.DEFAULT_PROMPT;

  @Option(
      names = {"-d", "--design"},
      paramLabel = "DESIGN",
      description = "Also write the beats of this design: a YAML file or a shipped design.")
  private Optional<String> design = Optional.empty();

  @Option(
      names = "--profile",
      description = "Numerics: canonical, plain, bitnet.cpp or hf (default: ${DEFAULT-VALUE}).")
  private String profile = "canonical";

  @Option(names = "--executor", description = "reference or simd (default: ${DEFAULT-VALUE}).")
  private String executor = "reference";

  @Override
  public Integer call() throws IOException {
    List<GoldenOp> ops = GoldenOp.parseList(op);
    Profile numerics = Profile.parse(profile);
    Optional<Design> chosen = design.map(Designs::load);
    Model model = modelOption.load();
    List<Integer> layers = layers(ops, model.config().layers());
    int[] ids = model.promptIds(prompt);
    Selection selection = new Selection(ops, layers, TokenRange.parse(token, ids.length));
    GoldenRun run =
        GoldenRun.of(model, GenerateCommand.backend(executor, numerics), numerics, ids, selection);
    List<VectorSet> sets = run.vectors();
    chosen.ifPresent(on -> GoldenFolder.requireFits(sets, on));
    RunFolder folder = runFolder.claim("golden");
    new GoldenFolder(folder, run, prompt, chosen).write(sets);
    print(folder, sets);
    return ExitCode.DONE.code();
  }

  private List<Integer> layers(List<GoldenOp> ops, int layers) {
    if (layer.isPresent()) {
      return Position.layers(layer.get(), layers);
    }
    if (ops.stream().anyMatch(GoldenOp::inLayers)) {
      throw new InputException("--layer", "expected all or 0.." + (layers - 1) + ", found none");
    }
    return List.of();
  }

  private void print(RunFolder folder, List<VectorSet> sets) {
    List<String> names = sets.stream().map(VectorSet::name).toList();
    output.text(String.join(", ", names) + ": " + folder.files().size() + " files");
    output.text("written to " + folder.path());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("sets", names);
    result.put("files", folder.files());
    result.put("runFolder", folder.path().toString());
    output.result(result);
  }
}
