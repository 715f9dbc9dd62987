/// Whether every kernel gives the integers of the definition, shape by shape.
@NullMarked
package dev.setun.kernels.check;

import org.jspecify.annotations.NullMarked;
