package dev.setun.model.gguf;

/// Whose numbering of tensor types a file follows; they differ from 36 to 41.
public enum Dialect {
  /// Decided by what the file says of itself; refused where that is not clear.
  BY_CONTENT,
  /// bitnet.cpp: 36 is I2_S, 38 is TL1, 39 is TL2.
  BITNET_CPP,
  /// llama.cpp: 36 to 38 are retired, 39 is MXFP4.
  LLAMA_CPP
}
