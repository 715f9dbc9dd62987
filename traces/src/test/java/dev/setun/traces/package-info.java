/// Tests of the file writers and readers.
@NullMarked
package dev.setun.traces;

import org.jspecify.annotations.NullMarked;
