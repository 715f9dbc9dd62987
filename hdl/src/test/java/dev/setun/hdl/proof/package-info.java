@NullMarked
package dev.setun.hdl.proof;

import org.jspecify.annotations.NullMarked;
