package dev.setun.model.inference;

import dev.setun.model.ModelConfig;
import dev.setun.model.numerics.Numerics;
import java.util.Arrays;

/// The rotary position embedding in the rotate-half form (spec 1.2): each head is multiplied by the
/// rotation of its position.
///
/// The angles depend on nothing but the position, so they are computed once for each.
final class RotaryEmbedding {
  private final ModelConfig config;
  private final Numerics numerics;
  private float[][] angles = new float[0][];

  RotaryEmbedding(ModelConfig config, Numerics numerics) {
    this.config = config;
    this.numerics = numerics;
  }

  /// Rotates every head of every token, in place.
  ///
  /// @param x tokens x heads x head size
  void apply(float[] x, int heads, int tokens, int firstPosition, Execution on) {
    float[][] table = anglesUpTo(firstPosition + tokens);
    int headSize = config.headSize();
    on.workers()
        .split(
            tokens,
            1,
            (from, to) -> {
              for (int token = from; token < to; token++) {
                for (int head = 0; head < heads; head++) {
                  int at = (token * heads + head) * headSize;
                  on.numerics().rotate(x, at, headSize, table[firstPosition + token]);
                }
              }
            });
  }

  /// The angles of the positions below `positions`, by position. Sessions share this table.
  synchronized float[][] anglesUpTo(int positions) {
    int known = angles.length;
    if (known < positions) {
      int room = Math.min(config.maxPositions(), Math.max(positions, 2 * known));
      float[][] more = Arrays.copyOf(angles, room);
      for (int position = known; position < room; position++) {
        more[position] = numerics.rotaryAngles(position, config.headSize(), config.ropeTheta());
      }
      angles = more;
    }
    return angles;
  }
}
