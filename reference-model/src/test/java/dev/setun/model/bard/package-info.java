/// The published vectors of `bard`, value by value.
@NullMarked
package dev.setun.model.bard;

import org.jspecify.annotations.NullMarked;
