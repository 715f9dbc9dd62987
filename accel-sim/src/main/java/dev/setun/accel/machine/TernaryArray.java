package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.PeSpec;

/// R rows that share one activation buffer, and the pipeline of an issue: read in cycle t, sum in t
/// + 1, accumulate in t + 2.
final class TernaryArray implements Datapath {
  private final ActivationBuffer buffer;
  private final TernaryRow[] rows;
  private final OutputSelector selector;
  private Issue read = Issue.NONE;
  private Issue summed = Issue.NONE;
  private final Issue[][] issues;

  /// What travels with an issue through the pipeline.
  private record Issue(boolean valid, int token, boolean first) {
    static final Issue NONE = new Issue(false, 0, false);
  }

  TernaryArray(Design design, Fault fault) {
    switch (design.array().pe()) {
      case PeSpec.SelectAdd _ -> {} // what TernaryRow is
    }
    int tokens = design.array().tokens();
    int lanes = design.array().lanes();
    this.buffer = new ActivationBuffer(tokens, design.buffers().activationWordsPerToken(), lanes);
    this.rows = new TernaryRow[design.array().rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new TernaryRow(row, lanes, tokens, fault);
    }
    this.selector = new OutputSelector(rows, design.ports().outputLanes());
    this.issues = new Issue[tokens][];
    for (int token = 0; token < tokens; token++) {
      issues[token] = new Issue[] {new Issue(true, token, false), new Issue(true, token, true)};
    }
  }

  @Override
  public void load(int token, int k, long[] word) {
    buffer.write(token, k, word);
  }

  @Override
  public void step() {
    stepPipeline();
    read = Issue.NONE;
  }

  @Override
  public void stepWithIssue(int token, int k, long[] weightWord) {
    stepPipeline();
    read = issues[token][k == 0 ? 1 : 0];
    buffer.read(token, k);
    for (TernaryRow row : rows) {
      row.takeWeights(weightWord);
    }
  }

  @Override
  public void select(int token, int group, long[] into) {
    selector.select(token, group, into);
  }

  /// The later stages first, so that each reads what the stage before it held during the cycle.
  private void stepPipeline() {
    if (summed.valid()) {
      for (TernaryRow row : rows) {
        row.accumulate(summed.token(), summed.first());
      }
    }
    if (read.valid()) {
      for (TernaryRow row : rows) {
        row.sum(buffer.memory(), buffer.readAddress());
      }
    }
    summed = read;
  }
}
