/// The head at the speed of memory: rows multiplied where they lie in a file
/// ([dev.setun.kernels.head.SegmentRows]), rows copied to an order that needs little unpacking
/// ([dev.setun.kernels.head.PackedRows]), and a copy of 6 bits a value with a bound on its error
/// ([dev.setun.kernels.head.SixBitScreen]), from which the largest logit is found exactly.
@NullMarked
package dev.setun.kernels.head;

import org.jspecify.annotations.NullMarked;
