/// Published figures of the field and the formulas that reproduce them, so that a report can put
/// its own numbers beside them and say what each leaves out.
@NullMarked
package dev.setun.accel.published;

import org.jspecify.annotations.NullMarked;
