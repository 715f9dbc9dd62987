/// CPU backends of the ternary linear on the Vector API. The public API never shows a vector: one
/// provider gives a backend that is bit-equal to the golden model, and says why when it falls back
/// to scalar code.
@NullMarked
package dev.setun.kernels;

import org.jspecify.annotations.NullMarked;
