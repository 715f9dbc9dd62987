package dev.setun.workbench.cli;

import java.util.Set;

/// What a model is given to continue.
///
/// @param ids with the begin-of-text token
/// @param shown the part of it that is printed in front of what the model writes
/// @param endTokens ids at which the model is done
@SuppressWarnings("ArrayRecordComponent") // never compared by value
record Prompt(int[] ids, String shown, Set<Integer> endTokens) {}
