package dev.setun.model.tensor;

/// A type whose elements are a code -1, 0 or +1 times a scale.
public sealed interface TernaryPacking extends TensorType
    permits TernaryBlocks, I2s, Tl1, Tl2, HfPacked {}
