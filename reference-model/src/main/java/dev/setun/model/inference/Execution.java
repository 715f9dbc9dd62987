package dev.setun.model.inference;

import dev.setun.model.numerics.Numerics;

/// What all parts of a forward pass work with.
///
/// @param numerics the floating-point operations
/// @param workers the threads
/// @param observer sees what is computed
record Execution(Numerics numerics, Workers workers, Observer observer) {}
