package dev.setun.accel.machine;

/// What a linear gave.
///
/// @param results Y, M x N int32, row-major; not copied, do not write
public record LinearRun(int[] results, LinearTiming timing) {}
