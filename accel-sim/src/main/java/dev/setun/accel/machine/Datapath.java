package dev.setun.accel.machine;

/// What moves data as the controller says. It never decides anything, so timing does not depend on
/// it.
sealed interface Datapath permits TernaryArray, Datapath.TimingOnly {
  /// End of a cycle in which an activation beat passed.
  void load(int token, int k, long[] word);

  /// End of a cycle without an issue.
  void step();

  /// End of a cycle with an issue.
  void stepWithIssue(int token, int k, long[] weightWord);

  /// The results of a group, as they stand on the output port.
  void select(int token, int group, long[] into);

  /// Computes nothing.
  record TimingOnly() implements Datapath {
    @Override
    public void load(int token, int k, long[] word) {}

    @Override
    public void step() {}

    @Override
    public void stepWithIssue(int token, int k, long[] weightWord) {}

    @Override
    public void select(int token, int group, long[] into) {}
  }
}
