package dev.setun.workbench.cli;

import dev.setun.workbench.report.Environment;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"setun " + Environment.VERSION};
  }
}
