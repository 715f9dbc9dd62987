/// Reading the files of Hugging Face, good and bad.
@NullMarked
package dev.setun.model.safetensors;

import org.jspecify.annotations.NullMarked;
