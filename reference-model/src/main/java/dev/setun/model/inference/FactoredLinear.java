package dev.setun.model.inference;

/// A linear whose file has a tensor `blk.N.OP.scale`: y * factor (numerics.md: linear-factor).
record FactoredLinear(ProfileLinear linear, float factor) implements ProfileLinear {
  @Override
  public float[] apply(LinearInput input, Execution on) {
    float[] y = linear.apply(input, on);
    for (int i = 0; i < y.length; i++) {
      y[i] *= factor;
    }
    return y;
  }
}
