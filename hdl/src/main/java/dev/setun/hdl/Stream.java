package dev.setun.hdl;

import java.util.List;

/// A stream with ready/valid hand-shake: a beat passes in a cycle in which both are 1. The source
/// drives `valid` and `data` and keeps both once valid is 1 until the beat has passed; the receiver
/// drives `ready`.
public record Stream<T extends Signal<T>>(Bool valid, T data, Bool ready)
    implements Bundle<Stream<T>> {
  /// The type of a stream: fields `valid` and `data`, back field `ready`.
  public static <T extends Signal<T>> BundleType<Stream<T>> of(Type<T> data) {
    return fields ->
        new Stream<>(
            fields.field("valid", Type.bool()),
            fields.field("data", data),
            fields.back("ready", Type.bool()));
  }

  @Override
  public List<Signal<?>> fields() {
    return List.of(valid, data);
  }

  @Override
  public List<Signal<?>> backFields() {
    return List.of(ready);
  }

  /// 1 in a cycle in which a beat passes.
  public Bool passes() {
    return valid.and(ready);
  }
}
