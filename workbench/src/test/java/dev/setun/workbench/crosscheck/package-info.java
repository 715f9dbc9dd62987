/// The cross-check must find what is wrong and be silent about what is right.
@NullMarked
package dev.setun.workbench.crosscheck;

import org.jspecify.annotations.NullMarked;
