/// A model in another kind of file, with the same logits: between GGUF files and Hugging Face
/// folders.
@NullMarked
package dev.setun.model.convert;

import org.jspecify.annotations.NullMarked;
