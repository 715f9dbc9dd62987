/// The floating-point operations of the canonical profile on vectors, with the bits of the scalar
/// ones.
///
/// Element-wise operations round each element as the scalar code does. Sums are *striped*: element
/// i goes into partial sum i mod 16, so that 16 partial sums are one vector of 16 lanes, two of 8
/// or four of 4, and joining halves (8, 4, 2, 1) is the same tree in all of them.
@NullMarked
package dev.setun.kernels.numerics;

import org.jspecify.annotations.NullMarked;
