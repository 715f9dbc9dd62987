/// Tests of the golden vectors.
@NullMarked
package dev.setun.workbench.golden;

import org.jspecify.annotations.NullMarked;
