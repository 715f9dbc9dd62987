/// The rules of docs/numerics.md, each in a test of its name. The expected values come from exact
/// rational arithmetic, rounded once an operation, or from values for which the result is plain.
@NullMarked
package dev.setun.model.numerics;

import org.jspecify.annotations.NullMarked;
