/// Byte-pair encoding at its edges; the published ids are tested in the package bard.
@NullMarked
package dev.setun.model.tokenizer;

import org.jspecify.annotations.NullMarked;
