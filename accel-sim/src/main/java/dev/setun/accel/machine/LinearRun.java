package dev.setun.accel.machine;

/// What a linear gave.
///
/// @param results Y, M x N int32, row-major; not copied, do not write
@SuppressWarnings("ArrayRecordComponent") // a bundle to hand over, never compared
public record LinearRun(int[] results, LinearTiming timing) {}
