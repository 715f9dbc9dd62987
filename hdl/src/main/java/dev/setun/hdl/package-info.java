/// A small hardware description language embedded in Java.
@NullMarked
package dev.setun.hdl;

import org.jspecify.annotations.NullMarked;
