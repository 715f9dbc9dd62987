package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// The merges of byte-pair encoding: which pair of tokens becomes which, and which pair goes first.
final class Merges {
  private final PairTable pairs;

  /// First id that is not of the vocabulary, and the tokens that it and those after it become when
  /// they are left over.
  private final int firstSpelled;

  private final List<int[]> spelled;

  private Merges(PairTable pairs, int firstSpelled, List<int[]> spelled) {
    this.pairs = pairs;
    this.firstSpelled = firstSpelled;
    this.spelled = List.copyOf(spelled);
  }

  /// A pair of pieces that becomes one.
  record Pair(String left, String right) {
    /// Reads `left right`, as files have it.
    ///
    /// @param where what errors call the pair
    static Pair parse(String where, String text) {
      // A piece is not empty, so that a blank in front is the piece.
      int space = text.indexOf(' ', 1);
      if (space < 0 || space == text.length() - 1) {
        throw new InputException(where, "expected a pair, found " + text);
      }
      return new Pair(text.substring(0, space), text.substring(space + 1));
    }
  }

  /// What becomes of a piece that takes part in merges but is not in the vocabulary.
  interface Speller {
    /// The tokens of a piece that is left over.
    ///
    /// @throws InputException if there may be no such piece
    int[] spell(String where, String piece);
  }

  /// Collects merges.
  static final class Builder {
    private final Map<String, Integer> ids;
    private final Map<String, Integer> extraIds = new HashMap<>();
    private final int vocabulary;
    private final Speller speller;
    private final PairTable pairs = new PairTable();
    private final List<int[]> spelled = new ArrayList<>();

    /// @param ids the pieces that merges may name
    /// @param vocabulary number of ids
    Builder(Map<String, Integer> ids, int vocabulary, Speller speller) {
      this.ids = ids;
      this.vocabulary = vocabulary;
      this.speller = speller;
    }

    /// Adds a pair unless it is there.
    ///
    /// @param rank a lower one goes first
    void add(String where, Pair pair, int rank) {
      pairs.putIfAbsent(
          id(where, pair.left()),
          id(where, pair.right()),
          rank,
          id(where, pair.left() + pair.right()));
    }

    private int id(String where, String piece) {
      Integer known = ids.get(piece);
      if (known == null) {
        known = extraIds.get(piece);
      }
      if (known == null) {
        spelled.add(speller.spell(where, piece));
        known = vocabulary + spelled.size() - 1;
        extraIds.put(piece, known);
      }
      return known;
    }

    /// Ids of the pieces that are not in the vocabulary but take part in merges.
    Map<String, Integer> extraIds() {
      return extraIds;
    }

    Merges build() {
      return new Merges(pairs, vocabulary, spelled);
    }
  }

  /// A pair that stands at a place of a word, or stood there when it was queued.
  private record Candidate(int rank, int place) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byRank = Integer.compare(rank, other.rank);
      return byRank != 0 ? byRank : Integer.compare(place, other.place);
    }
  }

  /// Merges the tokens of one word: the lowest rank first, the leftmost on ties, until no pair is
  /// among the merges.
  int[] apply(int[] word) {
    return new Word(word).merged();
  }

  /// Pairs that are queued for a word: the measure of the work, at most three for each token.
  int queuedFor(int[] word) {
    Word merging = new Word(word);
    merging.merged();
    return merging.queued;
  }

  /// A word that is being merged. Places keep their order, so a queue by rank and place gives the
  /// lowest rank, the leftmost on ties; each merge queues two pairs at most, so n tokens take n log
  /// n steps.
  private final class Word {
    private final int[] tokens;
    private final int[] next;
    private final int[] previous;
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
    private int queued;

    Word(int[] word) {
      tokens = word.clone();
      next = new int[tokens.length];
      previous = new int[tokens.length];
      for (int i = 0; i < tokens.length; i++) {
        next[i] = i + 1;
        previous[i] = i - 1;
        offer(i, i + 1);
      }
    }

    int[] merged() {
      for (Candidate first = queue.poll(); first != null; first = queue.poll()) {
        int left = first.place();
        int right = next[left];
        int pair = pair(left, right);
        // A candidate is stale once one of its two tokens has been merged into another.
        if (pair >= 0 && pairs.rank(pair) == first.rank()) {
          merge(left, right, pairs.result(pair));
        }
      }
      return remaining();
    }

    private void merge(int left, int right, int result) {
      tokens[left] = result;
      tokens[right] = -1;
      next[left] = next[right];
      if (next[left] < tokens.length) {
        previous[next[left]] = left;
      }
      offer(previous[left], left);
      offer(left, next[left]);
    }

    private void offer(int left, int right) {
      int pair = pair(left, right);
      if (pair >= 0) {
        queue.add(new Candidate(pairs.rank(pair), left));
        queued++;
      }
    }

    private int pair(int left, int right) {
      boolean isPair = left >= 0 && right < tokens.length && tokens[left] >= 0;
      return isPair ? pairs.find(tokens[left], tokens[right]) : -1;
    }

    private int[] remaining() {
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
}
