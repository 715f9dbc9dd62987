package dev.setun.traces;

/// What to do about something that is already there under the name of an output.
public enum Overwrite {
  /// Leave it and say so: an [InputException].
  REFUSE,
  /// Replace it. This is what `--force` asks for.
  REPLACE
}
