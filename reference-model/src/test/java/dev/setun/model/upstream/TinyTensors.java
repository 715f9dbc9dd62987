package dev.setun.model.upstream;

import dev.setun.model.tensor.GoldenFiles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What upstream computed in the nodes of its graph for a model of golden/tiny: of the prompt's 12
/// tokens in one batch, then of one token more.
final class TinyTensors {
  private final float[] values;
  private final Map<String, int[]> ranges = new HashMap<>();

  TinyTensors(String model) {
    String name = "tiny/b158-" + model + ".tensors.";
    this.values = GoldenFiles.floats(name + "f32.gz");
    String table = new String(GoldenFiles.bytes(name + "csv"), StandardCharsets.UTF_8);
    table
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(cells -> {
          int from = Integer.parseInt(cells[8]) / 4;
          int to = from + Integer.parseInt(cells[9]);
          ranges.put(cells[0] + " " + cells[1] + " " + cells[2], new int[] {from, to});
        });
  }

  /// The values of a node's first occurrence.
  float[] of(Phase phase, String node) {
    return of(phase, node, 0);
  }

  /// The values of a node of which a graph has several.
  float[] of(Phase phase, String node, int occurrence) {
    int[] range = ranges.get(phase.label + " " + node + " " + occurrence);
    if (range == null) {
      throw new IllegalArgumentException("no node " + node + " in " + phase);
    }
    return Arrays.copyOfRange(values, range[0], range[1]);
  }

  /// Those of all positions up to the end of a phase.
  float[] upTo(Phase phase, String node, int occurrence) {
    float[] prompt = of(Phase.PREFILL, node, occurrence);
    return switch (phase) {
      case PREFILL -> prompt;
      case DECODE -> {
        float[] next = of(Phase.DECODE, node, occurrence);
        float[] both = Arrays.copyOf(prompt, prompt.length + next.length);
        System.arraycopy(next, 0, both, prompt.length, next.length);
        yield both;
      }
    };
  }

  enum Phase {
    PREFILL("prefill", 0, 12),
    DECODE("decode0", 12, 1);

    private final String label;
    final int firstPosition;
    final int tokens;

    Phase(String label, int firstPosition, int tokens) {
      this.label = label;
      this.firstPosition = firstPosition;
      this.tokens = tokens;
    }
  }
}
