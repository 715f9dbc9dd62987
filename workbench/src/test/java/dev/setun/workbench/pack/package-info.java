/// Tests of files of packed weights.
@NullMarked
package dev.setun.workbench.pack;

import org.jspecify.annotations.NullMarked;
