/// Sessions, sampling and scoring: what may not change a bit, and what a seed means.
@NullMarked
package dev.setun.model.inference;

import org.jspecify.annotations.NullMarked;
