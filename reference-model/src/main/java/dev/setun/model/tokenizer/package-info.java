/// Text to token ids and back: byte-level byte-pair encoding.
///
/// [dev.setun.model.tokenizer.TokenizerJson] reads the file, [dev.setun.model.tokenizer.Tokenizer]
/// encodes and decodes, [dev.setun.model.tokenizer.StreamingDecoder] gives the text of tokens that
/// come one by one.
@NullMarked
package dev.setun.model.tokenizer;

import org.jspecify.annotations.NullMarked;
