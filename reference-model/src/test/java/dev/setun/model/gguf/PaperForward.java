package dev.setun.model.gguf;

import dev.setun.model.LinearOp;
import java.util.Objects;

/// The forward pass of spec 1.2 and 1.3 in binary64, written from the formulas and from nothing
/// else, token by token.
///
/// @param blockScales whether row r, columns 256 b .. have [SmallGguf#blockScale]
/// @param factor of the outputs of ffn_up
record PaperForward(SmallGguf model, boolean relu2, boolean blockScales, double factor) {

  /// Logits after the last token.
  double[] logits(int... tokens) {
    double[][][] keys = new double[SmallGguf.LAYERS][tokens.length][];
    double[][][] values = new double[SmallGguf.LAYERS][tokens.length][];
    double[] x = {};
    for (int t = 0; t < tokens.length; t++) {
      x = row("token_embd.weight", tokens[t]);
      for (int layer = 0; layer < SmallGguf.LAYERS; layer++) {
        String blk = "blk." + layer + ".";
        double[] h = rms(x, blk + "attn_norm.weight");
        double[] q = rope(linear(blk, LinearOp.ATTN_Q, h), t);
        keys[layer][t] = rope(linear(blk, LinearOp.ATTN_K, h), t);
        values[layer][t] = linear(blk, LinearOp.ATTN_V, h);
        double[] a = attention(q, keys[layer], values[layer], t);
        x = add(x, linear(blk, LinearOp.ATTN_OUTPUT, subNorm(a, blk + "attn_sub_norm.weight")));
        h = rms(x, blk + "ffn_norm.weight");
        double[] f = linear(blk, LinearOp.FFN_GATE, h);
        double[] up = linear(blk, LinearOp.FFN_UP, h);
        for (int i = 0; i < f.length; i++) {
          double g = f[i];
          f[i] =
              (relu2 ? Math.max(g, 0) * Math.max(g, 0) : g / (1 + Math.exp(-g))) * up[i] * factor;
        }
        x = add(x, linear(blk, LinearOp.FFN_DOWN, subNorm(f, blk + "ffn_sub_norm.weight")));
      }
    }
    return head(rms(x, "output_norm.weight"));
  }

  private double[] head(double[] x) {
    String name =
        model.numbers.containsKey("output.weight") ? "output.weight" : "token_embd.weight";
    double[] logits = new double[SmallGguf.VOCABULARY];
    for (int id = 0; id < logits.length; id++) {
      double[] row = row(name, id);
      for (int i = 0; i < x.length; i++) {
        logits[id] += x[i] * row[i];
      }
    }
    return logits;
  }

  private double[] row(String name, int row) {
    double[] values = new double[SmallGguf.HIDDEN];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers(name)[row * values.length + i];
    }
    return values;
  }

  private float[] numbers(String name) {
    return Objects.requireNonNull(model.numbers.get(name));
  }

  private double[] subNorm(double[] x, String name) {
    return model.numbers.containsKey(name) ? rms(x, name) : x;
  }

  private double[] rms(double[] x, String name) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] / Math.sqrt(sum / x.length + 1e-5) * numbers(name)[i];
    }
    return y;
  }

  private static double[] rope(double[] x, int position) {
    int d = SmallGguf.HEAD_SIZE;
    double[] y = new double[x.length];
    for (int head = 0; head < x.length; head += d) {
      for (int j = 0; j < d / 2; j++) {
        double angle = position * Math.pow(10000, -2.0 * j / d);
        double a = x[head + j];
        double b = x[head + j + d / 2];
        y[head + j] = a * Math.cos(angle) - b * Math.sin(angle);
        y[head + j + d / 2] = a * Math.sin(angle) + b * Math.cos(angle);
      }
    }
    return y;
  }

  private static double[] attention(double[] q, double[][] keys, double[][] values, int last) {
    int d = SmallGguf.HEAD_SIZE;
    int group = SmallGguf.HEADS / SmallGguf.KEY_VALUE_HEADS;
    double[] a = new double[q.length];
    for (int head = 0; head < SmallGguf.HEADS; head++) {
      int from = head / group * d;
      double[] p = new double[last + 1];
      double total = 0;
      for (int t = 0; t <= last; t++) {
        for (int i = 0; i < d; i++) {
          p[t] += q[head * d + i] * keys[t][from + i];
        }
        p[t] = Math.exp(p[t] / Math.sqrt(d));
        total += p[t];
      }
      for (int t = 0; t <= last; t++) {
        for (int i = 0; i < d; i++) {
          a[head * d + i] += p[t] / total * values[t][from + i];
        }
      }
    }
    return a;
  }

  private double[] linear(String blk, LinearOp op, double[] x) {
    byte[] w = Objects.requireNonNull(model.trits.get(blk + op.label()));
    double largest = 1e-5;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    double s = 127 / largest;
    double[] y = new double[SmallGguf.rows(op)];
    for (int n = 0; n < y.length; n++) {
      for (int k = 0; k < x.length; k++) {
        double scale = blockScales ? SmallGguf.blockScale(n, k / 256) : SmallGguf.SCALE;
        y[n] += w[n * x.length + k] * Math.rint(x[k] * s) / s * scale;
      }
    }
    return y;
  }

  private static double[] add(double[] x, double[] y) {
    double[] sum = x.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += y[i];
    }
    return sum;
  }
}
