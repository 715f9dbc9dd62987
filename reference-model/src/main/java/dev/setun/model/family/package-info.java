/// The published shapes of ternary model families and of the dense models that they are compared
/// with.
@NullMarked
package dev.setun.model.family;

import org.jspecify.annotations.NullMarked;
