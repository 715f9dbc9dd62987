/// Tests of the language.
@NullMarked
package dev.setun.hdl;

import org.jspecify.annotations.NullMarked;
