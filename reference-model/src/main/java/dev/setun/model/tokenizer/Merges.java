package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The merges of byte-pair encoding: which pair of tokens becomes which, and which pair goes first.
final class Merges {
  private final Map<Long, Merge> merges;

  /// First id that is not of the vocabulary, and the tokens of the bytes of it and those after it.
  private final int firstSpelled;

  private final List<int[]> spelled;

  private Merges(Map<Long, Merge> merges, int firstSpelled, List<int[]> spelled) {
    this.merges = merges;
    this.firstSpelled = firstSpelled;
    this.spelled = List.copyOf(spelled);
  }

  /// @param rank a lower one goes first
  private record Merge(int rank, int result) {}

  /// A pair that stands at a place of a word, or stood there when it was queued.
  private record Candidate(int rank, int place) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byRank = Integer.compare(rank, other.rank);
      return byRank != 0 ? byRank : Integer.compare(place, other.place);
    }
  }

  /// @param pairs `left right`, the lowest rank first
  /// @param ids the vocabulary
  /// @param vocabulary number of ids
  static Merges parse(
      String where,
      List<String> pairs,
      Map<String, Integer> ids,
      int vocabulary,
      UnknownPieces unknown) {
    Map<Long, Merge> merges = new HashMap<>();
    Map<String, Integer> all = new HashMap<>(ids);
    List<int[]> spelled = new ArrayList<>();
    for (int rank = 0; rank < pairs.size(); rank++) {
      String pair = pairs.get(rank);
      int space = pair.indexOf(' ');
      if (space < 0) {
        throw new InputException(where, "merge " + rank + ": expected a pair, found " + pair);
      }
      String left = pair.substring(0, space);
      String right = pair.substring(space + 1);
      if (unknown == UnknownPieces.SPELL) {
        for (String piece : List.of(left, right, left + right)) {
          if (!all.containsKey(piece)) {
            all.put(piece, vocabulary + spelled.size());
            spelled.add(spell(where, rank, ids, piece));
          }
        }
      }
      long key = key(id(where, rank, all, left), id(where, rank, all, right));
      merges.putIfAbsent(key, new Merge(rank, id(where, rank, all, left + right)));
    }
    return new Merges(merges, vocabulary, spelled);
  }

  private static int id(String where, int rank, Map<String, Integer> ids, String piece) {
    Integer id = ids.get(piece);
    if (id == null) {
      throw new InputException(
          where, "merge " + rank + ": expected a token of the vocabulary, found " + piece);
    }
    return id;
  }

  private static int[] spell(String where, int rank, Map<String, Integer> ids, String piece) {
    return piece.chars().map(letter -> id(where, rank, ids, Character.toString(letter))).toArray();
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  /// Merges the tokens of one word, in n log n steps: places keep their order, so a queue by rank
  /// and place gives the lowest rank, the leftmost on ties.
  int[] apply(int[] word) {
    int[] tokens = word.clone();
    int[] next = new int[tokens.length];
    int[] previous = new int[tokens.length];
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i < tokens.length; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
      offer(queue, tokens, i, i + 1);
    }
    for (Candidate first = queue.poll(); first != null; first = queue.poll()) {
      int left = first.place();
      int right = next[left];
      Merge merge = merge(tokens, left, right);
      // A candidate is stale once one of its two tokens has been merged into another.
      if (merge == null || merge.rank() != first.rank()) {
        continue;
      }
      tokens[left] = merge.result();
      tokens[right] = -1;
      next[left] = next[right];
      if (next[left] < tokens.length) {
        previous[next[left]] = left;
      }
      offer(queue, tokens, previous[left], left);
      offer(queue, tokens, left, next[left]);
    }
    return remaining(tokens);
  }

  private void offer(PriorityQueue<Candidate> queue, int[] tokens, int left, int right) {
    Merge merge = merge(tokens, left, right);
    if (merge != null) {
      queue.add(new Candidate(merge.rank(), left));
    }
  }

  private @Nullable Merge merge(int[] tokens, int left, int right) {
    boolean isPair = left >= 0 && right < tokens.length && tokens[left] >= 0;
    return isPair ? merges.get(key(tokens[left], tokens[right])) : null;
  }

  private int[] remaining(int[] tokens) {
    IntStream.Builder result = IntStream.builder();
    for (int token : tokens) {
      if (token >= firstSpelled) {
        IntStream.of(spelled.get(token - firstSpelled)).forEach(result);
      } else if (token >= 0) {
        result.add(token);
      }
    }
    return result.build().toArray();
  }
}
