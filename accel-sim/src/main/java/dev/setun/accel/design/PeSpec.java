package dev.setun.accel.design;

/// What one processing element does with one weight and one activation.
public sealed interface PeSpec extends Labelled permits PeSpec.SelectAdd {
  /// Selects +x, -x or 0 by the weight and adds: no multiplier. The only PE so far.
  record SelectAdd() implements PeSpec {
    @Override
    public String label() {
      return "select-add";
    }
  }
}
