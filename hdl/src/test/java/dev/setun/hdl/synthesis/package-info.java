@NullMarked
package dev.setun.hdl.synthesis;

import org.jspecify.annotations.NullMarked;
