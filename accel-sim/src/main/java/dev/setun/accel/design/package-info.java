/// What an accelerator is: one immutable record tree, [dev.setun.accel.design.Design], the only
/// description there is. The simulator times it, the generator builds it, the cost model prices it.
@NullMarked
package dev.setun.accel.design;

import org.jspecify.annotations.NullMarked;
