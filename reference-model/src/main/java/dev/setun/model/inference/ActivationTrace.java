package dev.setun.model.inference;

import dev.setun.model.LinearOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Records every quantised activation of a session, token by token, so that two runs can be
/// compared however their tokens were batched.
///
/// It keeps a float and a byte for every input of every linear: for finding out, not for long runs.
public final class ActivationTrace implements Observer {
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::position)
          .thenComparingInt(Place::layer)
          .thenComparing(Place::op);

  private final Map<Place, Token> tokens = new TreeMap<>(ORDER);

  /// With nothing recorded yet.
  public ActivationTrace() {}

  /// Where in a run a token's activations become codes.
  ///
  /// @param position position of the token in the context
  /// @param layer transformer layer, from 0
  /// @param op the first linear that takes the codes
  public record Place(int position, int layer, LinearOp op) {}

  /// The activations of one token at one place.
  ///
  /// @param from where they begin in the arrays of the batch
  /// @param index of the token in the batch
  record Token(ActivationCodes batch, int from, int index) {
    int width() {
      return batch.width();
    }

    byte code(int i) {
      return batch.codes()[from + i];
    }

    /// What was rounded: fl(x * s).
    float scaled(int i) {
      return batch.values()[from + i] * batch.scales()[index];
    }
  }

  @Override
  public void quantised(ActivationCodes codes) {
    for (int i = 0; i < codes.tokens(); i++) {
      Place place = new Place(codes.firstPosition() + i, codes.layer(), codes.op());
      tokens.put(place, new Token(codes, i * codes.width(), i));
    }
  }

  /// All places, by position, layer and op: each depends on earlier ones only.
  public List<Place> places() {
    return new ArrayList<>(tokens.keySet());
  }

  /// Codes recorded.
  public long size() {
    return tokens.values().stream().mapToLong(Token::width).sum();
  }

  Token at(Place place) {
    Token token = tokens.get(place);
    if (token == null) {
      throw new IllegalArgumentException("expected a run that was recorded at " + place);
    }
    return token;
  }
}
