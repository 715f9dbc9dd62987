/// Tests of the heads.
@NullMarked
package dev.setun.kernels.head;

import org.jspecify.annotations.NullMarked;
