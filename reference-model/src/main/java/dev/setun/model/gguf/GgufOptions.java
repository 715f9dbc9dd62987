package dev.setun.model.gguf;

import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.TlKernelConfig;

/// What a file does not say about itself.
///
/// @param dialect whose type numbers it uses
/// @param i2sLayout the layout of its I2_S tensors; no header tells the two apart
/// @param kernels the tile sizes of its TL1 and TL2 tensors
public record GgufOptions(Dialect dialect, I2s i2sLayout, TlKernelConfig kernels) {
  /// Decide by the content, I2_S of x86, no TL1 or TL2.
  public static final GgufOptions DEFAULT =
      new GgufOptions(Dialect.BY_CONTENT, I2s.X86_128, TlKernelConfig.NONE);
}
