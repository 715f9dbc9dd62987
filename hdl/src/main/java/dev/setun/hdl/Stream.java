package dev.setun.hdl;

/// A stream with ready/valid hand-shake: a beat passes in a cycle in which both are 1. The source
/// drives `valid` and `data` and keeps both once valid is 1 until the beat has passed; the receiver
/// drives `ready`.
public record Stream<T extends Signal<T>>(Bool valid, T data, Bool ready) {
  /// 1 in a cycle in which a beat passes.
  public Bool passes() {
    return valid.and(ready);
  }

  /// Sends what `source` delivers on into this stream.
  public void driveFrom(Stream<T> source) {
    valid.drive(source.valid);
    data.drive(source.data);
    source.ready.drive(ready);
  }
}
