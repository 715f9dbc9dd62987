/// Little-endian access to mapped files at any alignment. Not exported: the formats are in
/// `dev.setun.model.gguf` and `dev.setun.model.tensor`.
@NullMarked
package dev.setun.model.bytes;

import org.jspecify.annotations.NullMarked;
