/// The safetensors container: a JSON header and raw little-endian tensors. Files are mapped, never
/// read whole; every length is checked against the file before anything is allocated.
@NullMarked
package dev.setun.model.safetensors;

import org.jspecify.annotations.NullMarked;
