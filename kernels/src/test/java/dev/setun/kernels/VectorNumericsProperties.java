package dev.setun.kernels;

import dev.setun.kernels.probe.NumericsCase;
import dev.setun.kernels.probe.NumericsCase.Values;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The floating-point operations on vectors give the bits of the scalar canonical profile.
class VectorNumericsProperties {
  private final Numerics numerics =
      KernelProvider.ofThisJvm().named(Kernel.UNPACK2).numerics(Profile.CANONICAL);

  @Property(tries = 1000)
  void everyOperationHasTheBitsOfTheScalarOne(
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll @IntRange(min = 0, max = 20) int from,
      @ForAll Values values,
      @ForAll long seed) {
    NumericsCase.of(length, from, values, seed).check(numerics);
  }

  /// Two elements, the first of them the largest, so that the second is exp of any non-positive
  /// number, the bits of which the property chooses.
  @Property(tries = 3000)
  void theExponentialHasTheBitsOfTheScalarOne(@ForAll @IntRange(min = 0) int bits) {
    float x = Math.max(-Math.abs(Float.intBitsToFloat(bits)), -1e15f);
    float near = -(bits & 0xffffff) * (100f / 0x1000000);
    float[] operands = {0.0f, Float.isNaN(x) ? -0.0f : x, near, -87.33654f, -87.33655f};
    new NumericsCase(operands.length, 0, operands, operands.clone()).check(numerics);
  }
}
