package dev.setun.workbench.cli;

import dev.setun.model.family.ModelFamilies;
import dev.setun.model.family.ModelFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `setun model families`: the catalogue of published shapes, with where they come from.
@Command(
    name = "families",
    description = "Published shapes that simulate takes as --workload, with source and confidence.")
final class FamiliesCommand implements Callable<Integer> {
  private static final String ROW = "%-17s %6s %6s %7s %4s %6s %10s %-7s %12s";

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    List<ModelFamily> families = ModelFamilies.all();
    output.text(
        String.format(
            Locale.ROOT,
            ROW,
            "name",
            "layers",
            "hidden",
            "heads",
            "size",
            "ffn",
            "vocabulary",
            "weights",
            "in linears"));
    families.forEach(family -> output.text(line(family)));
    output.text("");
    for (ModelFamily family : families) {
      output.text(family.name() + ": " + family.source() + " (" + family.confidence() + ")");
    }
    output.result(Map.of("families", families.stream().map(FamiliesCommand::row).toList()));
    return ExitCode.DONE.code();
  }

  private static String line(ModelFamily family) {
    return String.format(
        Locale.ROOT,
        ROW,
        family.name(),
        family.layers(),
        family.hidden(),
        family.heads() + "/" + family.keyValueHeads(),
        family.headSize(),
        family.feedForward(),
        family.vocabulary(),
        label(family.weights()),
        String.format(Locale.ROOT, "%.1f M", family.linearWeights() / 1e6));
  }

  private static Map<String, Object> row(ModelFamily family) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", family.name());
    row.put("hidden", family.hidden());
    row.put("layers", family.layers());
    row.put("heads", family.heads());
    row.put("keyValueHeads", family.keyValueHeads());
    row.put("headSize", family.headSize());
    row.put("feedForward", family.feedForward());
    row.put("vocabulary", family.vocabulary());
    row.put("maxPositions", family.maxPositions());
    row.put("ropeTheta", family.ropeTheta());
    row.put("epsilon", family.epsilon());
    row.put("activation", family.activation().label());
    row.put("tied", family.tied());
    row.put("subNorms", family.subNorms());
    row.put("architecture", family.architecture());
    row.put("weights", label(family.weights()));
    row.put("linearWeights", family.linearWeights());
    row.put("source", family.source());
    row.put("confidence", family.confidence());
    return row;
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
