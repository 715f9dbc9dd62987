package dev.setun.workbench.cli;

import dev.setun.accel.workload.TransformerShape;
import java.util.Iterator;

/// The names that `--workload` takes, for its help.
final class WorkloadNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return TransformerShape.presets().stream().map(TransformerShape::name).iterator();
  }
}
