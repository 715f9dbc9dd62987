package dev.setun.model.gguf;

/// What happens to a file that is already there.
public enum IfExists {
  /// It stays, and the writer refuses.
  REFUSE,
  /// It is replaced in one step once the new one is complete.
  REPLACE
}
