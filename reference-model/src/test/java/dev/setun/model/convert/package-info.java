@NullMarked
package dev.setun.model.convert;

import org.jspecify.annotations.NullMarked;
