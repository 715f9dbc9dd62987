package dev.setun.model.inference;

import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How a context keeps keys and values (numerics.md: kv-cache-f16).
public enum CachePrecision {
  /// Binary32, in whatever the profile rounds them to.
  F32(Float.BYTES),
  /// Rounded to binary16: half the memory, and half of what attention reads.
  F16(Short.BYTES);

  private final int bytes;

  CachePrecision(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of one value.
  public int bytes() {
    return bytes;
  }

  /// The name on the command line.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The precision of a label.
  ///
  /// @throws InputException if there is none
  public static CachePrecision parse(String option, String label) {
    return Arrays.stream(values())
        .filter(precision -> precision.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                option,
                "expected "
                    + Arrays.stream(values())
                        .map(CachePrecision::label)
                        .collect(Collectors.joining(" or "))
                    + ", found "
                    + label));
  }

  /// @throws InputException if the profile keeps something that this cannot hold
  void require(Profile profile) {
    if (this == F16 && profile == Profile.HF) {
      throw new InputException(
          "--kv-cache", "expected f32 in the profile hf, whose cache is bfloat16, found f16");
    }
  }
}
