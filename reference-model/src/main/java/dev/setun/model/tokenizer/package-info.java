/// Text to token ids and back: byte-level BPE.
@NullMarked
package dev.setun.model.tokenizer;

import org.jspecify.annotations.NullMarked;
