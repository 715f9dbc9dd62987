/// Weights that were rearranged for a kernel, kept beside their model from one run to the next.
/// `PackFile` is the file; what is in it and how it is checked stands there.
@NullMarked
package dev.setun.workbench.pack;

import org.jspecify.annotations.NullMarked;
