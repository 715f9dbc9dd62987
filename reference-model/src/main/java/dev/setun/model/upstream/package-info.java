/// The arithmetic of the upstream programs, ggml and bitnet.cpp: how they quantise an activation
/// and in which order they multiply and add. These are what the numerics profile `bitnet.cpp` is
/// made of; each method is bit-equal to a golden file (`docs/formats.md` says which).
@NullMarked
package dev.setun.model.upstream;

import org.jspecify.annotations.NullMarked;
