/// Reading bytes of mapped files.
@NullMarked
package dev.setun.model.bytes;

import org.jspecify.annotations.NullMarked;
