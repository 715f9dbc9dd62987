package dev.setun.accel.machine;

/// When a stream into the machine has its next beat. The data come from elsewhere ([StreamOrder]);
/// this decides only the cycles.
///
/// A source that has become valid stays valid until its beat has passed, whatever this says: the
/// environment holds that rule for all sources. Immutable; every linear starts afresh.
public sealed interface StreamSource permits Pattern, DramStream {}
