package dev.setun.kernels.check;

import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/// Compares one kernel with the definition of the linear, acc\[m\]\[n\] = sum over k of w\[n\]\[k\]
/// q\[m\]\[k\], on many shapes.
///
/// Weights are all +1, all -1 or random; the activations are those of five tokens ([Tokens]): all
/// 127, all -128, the two in turn, random, and random of which three in four are zero. Each shape
/// is multiplied with each token alone, which is the form for decode, and with all five at once,
/// which is the form for prefill: four and one. With weights of one kind, another from shape to
/// shape, it is also multiplied with a crowd of 9 to 61 tokens, the five again and again.
///
/// @param shapes which
/// @param progress told the share done, from any thread
public record ShapeCheck(Shapes shapes, DoubleConsumer progress) {
  /// What came of it.
  ///
  /// @param kernel name of the kernel with the width of its vectors
  /// @param shapes number of shapes
  /// @param products number of matrices of weights times activations: nineteen a shape
  /// @param values number of values compared
  /// @param mismatches number of values that differ
  /// @param firstMismatch of the fewest columns
  public record Result(
      String kernel,
      long shapes,
      long products,
      long values,
      long mismatches,
      Optional<String> firstMismatch) {
    private Result plus(Result other) {
      return new Result(
          kernel,
          shapes + other.shapes,
          products + other.products,
          values + other.values,
          mismatches + other.mismatches,
          firstMismatch.or(other::firstMismatch));
    }
  }

  /// Tries all shapes, on all cores.
  public Result of(LinearBackend kernel) {
    var none = new Result(kernel.name(), 0, 0, 0, 0, Optional.empty());
    var done = new AtomicInteger();
    return IntStream.rangeClosed(1, shapes.limit())
        .parallel()
        .mapToObj(columns -> {
          Result result = ofColumns(kernel, columns, none);
          progress.accept((double) done.incrementAndGet() / shapes.limit());
          return result;
        })
        .reduce(none, Result::plus);
  }

  /// All shapes with so many columns.
  private Result ofColumns(LinearBackend kernel, int columns, Result none) {
    int[] rows = shapes.rows(columns).toArray();
    Result sum = none;
    for (Weights fill : Weights.values()) {
      byte[] trits = fill.of(shapes.limit(), columns);
      byte[] activations = Tokens.of(columns);
      int[] expected = definition(trits, activations, columns);
      for (int n : rows) {
        TernaryMatrix weights = TernaryMatrix.of(n, columns, Arrays.copyOf(trits, n * columns));
        sum = sum.plus(ofShape(kernel.prepare(weights), fill, activations, expected, none));
      }
    }
    return new Result(
        sum.kernel, rows.length, sum.products, sum.values, sum.mismatches, sum.firstMismatch);
  }

  /// @return tokens x limit; the first rows are those of a matrix of fewer rows
  private int[] definition(byte[] trits, byte[] activations, int columns) {
    int[] acc = new int[Tokens.COUNT * shapes.limit()];
    for (int m = 0; m < Tokens.COUNT; m++) {
      for (int n = 0; n < shapes.limit(); n++) {
        for (int k = 0; k < columns; k++) {
          acc[m * shapes.limit() + n] += trits[n * columns + k] * activations[m * columns + k];
        }
      }
    }
    return acc;
  }

  private Result ofShape(
      TernaryLinear linear, Weights fill, byte[] activations, int[] expected, Result none) {
    int rows = linear.rows();
    int columns = linear.columns();
    int[] found = new int[Tokens.COUNT * rows];
    Arrays.fill(found, Integer.MIN_VALUE);
    linear.multiply(activations, Tokens.COUNT, found);
    Result sum = compare(found, 0, Tokens.COUNT, linear, fill, expected, none);
    byte[] one = new byte[columns];
    for (int m = 0; m < Tokens.COUNT; m++) {
      Arrays.fill(found, 0, rows, Integer.MIN_VALUE);
      System.arraycopy(activations, m * columns, one, 0, columns);
      linear.multiply(one, 1, found);
      sum = sum.plus(compare(found, m, m + 1, linear, fill, expected, none));
    }
    boolean crowded = (rows + columns) % Weights.values().length == fill.ordinal();
    return crowded ? sum.plus(ofCrowd(linear, fill, activations, expected, none)) : sum;
  }

  private Result ofCrowd(
      TernaryLinear linear, Weights fill, byte[] activations, int[] expected, Result none) {
    int tokens = Tokens.crowd(linear.rows(), linear.columns());
    int[] found = new int[tokens * linear.rows()];
    Arrays.fill(found, Integer.MIN_VALUE);
    linear.multiply(Tokens.repeated(activations, linear.columns(), tokens), tokens, found);
    return compare(found, 0, tokens, linear, fill, expected, none);
  }

  /// Compares the tokens `[from, to)`, which `found` has from index 0 on; after five they repeat.
  private Result compare(
      int[] found,
      int from,
      int to,
      TernaryLinear linear,
      Weights fill,
      int[] expected,
      Result none) {
    int rows = linear.rows();
    long different = 0;
    Optional<String> first = Optional.empty();
    for (int m = from; m < to; m++) {
      for (int n = 0; n < rows; n++) {
        int value = found[(m - from) * rows + n];
        int right = expected[m % Tokens.COUNT * shapes.limit() + n];
        if (value != right) {
          different++;
          if (first.isEmpty()) {
            first = Optional.of(message(linear, fill, to - from, m, n, right, value));
          }
        }
      }
    }
    return new Result(none.kernel, 0, 1, (long) (to - from) * rows, different, first);
  }

  private static String message(
      TernaryLinear linear, Weights fill, int tokens, int token, int row, int right, int value) {
    return String.format(
        Locale.ROOT,
        "%d x %d, weights %s, %d at once, token %d, row %d: expected %d, found %d",
        linear.rows(),
        linear.columns(),
        fill,
        tokens,
        token,
        row,
        right,
        value);
  }
}
