/// Text to token ids and back: byte-level byte-pair encoding, and SentencePiece's.
///
/// [dev.setun.model.tokenizer.TokenizerFolder], [dev.setun.model.tokenizer.TokenizerJson],
/// [dev.setun.model.tokenizer.SentencePieceFile] and [dev.setun.model.tokenizer.TokenizerGguf] read
/// files, [dev.setun.model.tokenizer.Tokenizer] encodes and decodes,
/// [dev.setun.model.tokenizer.StreamingDecoder] gives the text of tokens that come one by one,
/// [dev.setun.model.tokenizer.ChatTemplate] writes conversations.
@NullMarked
package dev.setun.model.tokenizer;

import org.jspecify.annotations.NullMarked;
