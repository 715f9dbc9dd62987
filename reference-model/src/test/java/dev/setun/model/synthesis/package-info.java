/// Tests of models with random weights.
@NullMarked
package dev.setun.model.synthesis;

import org.jspecify.annotations.NullMarked;
