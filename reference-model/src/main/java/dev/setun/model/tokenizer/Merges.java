package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The merges of byte-pair encoding: which pair of tokens becomes which, and which pair goes first.
final class Merges {
  private final Map<Long, Merge> merges;

  private Merges(Map<Long, Merge> merges) {
    this.merges = merges;
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
  static Merges parse(String where, List<String> pairs, Map<String, Integer> ids) {
    Map<Long, Merge> merges = new HashMap<>();
    for (int rank = 0; rank < pairs.size(); rank++) {
      String pair = pairs.get(rank);
      int space = pair.indexOf(' ');
      if (space < 0) {
        throw new InputException(where, "merge " + rank + ": expected a pair, found " + pair);
      }
      String left = pair.substring(0, space);
      String right = pair.substring(space + 1);
      long key = key(id(where, rank, ids, left), id(where, rank, ids, right));
      merges.putIfAbsent(key, new Merge(rank, id(where, rank, ids, left + right)));
    }
    return new Merges(merges);
  }

  private static int id(String where, int rank, Map<String, Integer> ids, String piece) {
    Integer id = ids.get(piece);
    if (id == null) {
      throw new InputException(
          where, "merge " + rank + ": expected a token of the vocabulary, found " + piece);
    }
    return id;
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
    int count = tokens.length;
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
      count--;
      offer(queue, tokens, previous[left], left);
      offer(queue, tokens, left, next[left]);
    }
    return remaining(tokens, count);
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

  private static int[] remaining(int[] tokens, int count) {
    int[] result = new int[count];
    int size = 0;
    for (int token : tokens) {
      if (token >= 0) {
        result[size++] = token;
      }
    }
    return result;
  }
}
