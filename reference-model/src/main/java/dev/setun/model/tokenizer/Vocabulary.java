package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tokens by id: how each is written and what it is.
record Vocabulary(List<String> pieces, List<TokenType> types) {
  Vocabulary {
    pieces = List.copyOf(pieces);
    types = List.copyOf(types);
    if (pieces.size() != types.size()) {
      throw new IllegalArgumentException(
          "expected " + pieces.size() + " types, found " + types.size());
    }
  }

  /// @param where what errors call the types
  /// @param typeIds a type for each piece, by its number
  /// @throws InputException if there are more or fewer types than pieces, or unknown ones
  static Vocabulary of(String where, List<String> pieces, List<Integer> typeIds) {
    if (typeIds.size() != pieces.size()) {
      throw new InputException(
          where, "expected " + pieces.size() + " types, found " + typeIds.size());
    }
    List<TokenType> types = new ArrayList<>(typeIds.size());
    for (int type : typeIds) {
      types.add(TokenType.ofId(where, type));
    }
    return new Vocabulary(pieces, types);
  }

  /// Special and user defined tokens as they are written, none of which takes blanks.
  List<AddedToken> added() {
    List<AddedToken> added = new ArrayList<>();
    for (int id = 0; id < size(); id++) {
      if (types.get(id).special() || types.get(id) == TokenType.USER_DEFINED) {
        added.add(new AddedToken(id, pieces.get(id), false, false, false));
      }
    }
    return Collections.unmodifiableList(added);
  }

  int size() {
    return pieces.size();
  }

  /// The ids that merges may name and make, by their text, the first where there are several. User
  /// defined ones are there for the files that list merges into them, though a text that holds one
  /// is cut before anything is merged.
  Map<String, Integer> mergeable() {
    Map<String, Integer> ids = HashMap.newHashMap(size());
    for (int id = 0; id < size(); id++) {
      if (types.get(id) == TokenType.NORMAL || types.get(id) == TokenType.USER_DEFINED) {
        ids.putIfAbsent(pieces.get(id), id);
      }
    }
    return ids;
  }
}
