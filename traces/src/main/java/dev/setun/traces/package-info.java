/// Files that enter and leave Setun. Writers here are deterministic: the same input gives the same
/// bytes, on any machine, in any locale.
@NullMarked
package dev.setun.traces;

import org.jspecify.annotations.NullMarked;
