package dev.setun.workbench.toolcheck;

import dev.setun.hdl.synthesis.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How tools are run.
///
/// @param strict whether a missing program ends the command; if not, its check is skipped
/// @param liberty the cells for [ToolCheck#LIBERTY]
/// @param device for [ToolCheck#NEXTPNR]
/// @param limit time that one run of one program may take
public record ToolOptions(
    boolean strict, Optional<Path> liberty, Placement.Device device, Duration limit) {
  public ToolOptions {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("expected a positive limit, found " + limit);
    }
  }
}
