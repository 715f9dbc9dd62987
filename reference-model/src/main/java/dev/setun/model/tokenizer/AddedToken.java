package dev.setun.model.tokenizer;

/// A token that is found in a text before the text is cut into pieces.
///
/// @param text how it is written
/// @param normalized whether it is looked for after normalisation, and itself normalised for that
/// @param stripLeft whether it takes the white space in front of it
/// @param stripRight whether it takes the white space behind it
record AddedToken(int id, String text, boolean normalized, boolean stripLeft, boolean stripRight) {}
