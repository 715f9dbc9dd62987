package dev.setun.kernels.measure;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.StackedMatrix;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.inference.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// All ternary linears of a model as a forward pass multiplies them, those of the same inputs
/// stacked, and nothing between them but the barrier that a pass has there.
final class Linears {
  private static final List<List<LinearOp>> STACKS =
      List.of(
          List.of(LinearOp.ATTN_Q, LinearOp.ATTN_K, LinearOp.ATTN_V),
          List.of(LinearOp.ATTN_OUTPUT),
          List.of(LinearOp.FFN_GATE, LinearOp.FFN_UP),
          List.of(LinearOp.FFN_DOWN));

  private final Team team;
  private final int tokens;
  private final List<TernaryMatrix> matrices;
  private final List<TernaryLinear> linears;
  private final byte[] activations;
  private final int[] sums;
  private final Team.Job job;

  /// @param tokens one: threads share the rows; more: they share the tokens
  Linears(Team team, List<TernaryMatrix> matrices, LinearBackend backend, int tokens) {
    this(team, matrices, matrices.stream().map(backend::prepare).toList(), tokens, 0);
  }

  private Linears(
      Team team,
      List<TernaryMatrix> matrices,
      List<TernaryLinear> linears,
      int tokens,
      int zeroPercent) {
    this.team = team;
    this.tokens = tokens;
    this.matrices = List.copyOf(matrices);
    this.linears = linears;
    int columns = matrices.stream().mapToInt(TernaryMatrix::columns).max().orElse(0);
    int rows = matrices.stream().mapToInt(TernaryMatrix::rows).max().orElse(0);
    this.activations = activations(tokens * columns, zeroPercent);
    this.sums = new int[tokens * rows];
    this.job = tokens == 1 ? this::shareRows : this::shareTokens;
  }

  /// The same weights with more or fewer tokens.
  Linears withTokens(int count) {
    return new Linears(team, matrices, linears, count, 0);
  }

  /// The same with so many zeros among a hundred activations.
  Linears withZeros(int percent) {
    return new Linears(team, matrices, linears, tokens, percent);
  }

  /// The stacked matrices of a model in the order of a pass.
  static List<TernaryMatrix> of(Model model) {
    List<TernaryMatrix> matrices = new ArrayList<>();
    for (Model.Layer layer : model.layers()) {
      for (List<LinearOp> stack : STACKS) {
        matrices.add(
            new StackedMatrix(stack.stream().map(op -> layer.linear(op).weights()).toList()));
      }
    }
    return matrices;
  }

  private static byte[] activations(int length, int zeroPercent) {
    byte[] activations = new byte[length];
    var random = new SplittableRandom(1);
    random.nextBytes(activations);
    for (int i = 0; zeroPercent > 0 && i < length; i++) {
      activations[i] = random.nextInt(100) < zeroPercent ? 0 : activations[i];
    }
    return activations;
  }

  byte[] activations() {
    return activations;
  }

  List<TernaryMatrix> matrices() {
    return matrices;
  }

  long bytes() {
    return linears.stream().mapToLong(TernaryLinear::byteSize).sum();
  }

  /// Multiply-accumulates of one pass.
  double multiplyAccumulates() {
    return linears.stream()
        .mapToDouble(linear -> (double) tokens * linear.rows() * linear.columns())
        .sum();
  }

  void run() {
    team.run(job);
  }

  private void shareRows(int thread, int threads) {
    for (int i = 0; i < linears.size(); i++) {
      TernaryLinear linear = linears.get(i);
      int from = share(linear, thread, threads);
      linear.multiplyRows(activations, 1, sums, from, share(linear, thread + 1, threads));
      team.barrier();
    }
  }

  private static int share(TernaryLinear linear, int thread, int threads) {
    int granularity = linear.rowGranularity();
    long units = Math.ceilDiv(linear.rows(), granularity);
    return (int) Math.min(linear.rows(), units * thread / threads * granularity);
  }

  private void shareTokens(int thread, int threads) {
    int groups = Math.ceilDiv(tokens, 4);
    int from = Math.min(tokens, groups * thread / threads * 4);
    int to = Math.min(tokens, groups * (thread + 1) / threads * 4);
    for (int i = 0; i < linears.size(); i++) {
      linears.get(i).multiplyTokens(activations, sums, from, to);
      team.barrier();
    }
  }

  /// What the kernel makes of one linear, tokens x rows.
  int[] results(int index) {
    int[] results = new int[tokens * matrices.get(index).rows()];
    linears.get(index).multiply(activations, tokens, results);
    return results;
  }

  /// The first row of one linear that differs from the definition, -1 if none does. Looks at every
  /// `stride`th row.
  int firstWrongRow(int index, int stride) {
    TernaryMatrix matrix = matrices.get(index);
    int[] found = results(index);
    byte[] weights = new byte[matrix.columns()];
    for (int row = 0; row < matrix.rows(); row += stride) {
      matrix.unpackRow(row, weights);
      for (int token = 0; token < tokens; token++) {
        int sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * activations[token * weights.length + k];
        }
        if (sum != found[token * matrix.rows() + row]) {
          return row;
        }
      }
    }
    return -1;
  }
}
