package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;

/// Which beat of the three streams carries what, for one linear on one design: the section "Order
/// on the streams" of `docs/microarchitecture.md`, and the only place that knows it.
///
/// Beats are counted from 0 over the whole linear. Their data are long arrays, the least
/// significant 64 bits first, bits beyond the width 0.
public final class StreamOrder {
  private final LinearShape shape;
  private final int rows;
  private final int lanes;
  private final int tileTokens;
  private final int outputLanes;
  private final int weightBits;
  private final int beatsPerWeightWord;
  private final int kWords;
  private final int outputTiles;
  private final int groupsPerToken;

  /// @throws dev.setun.traces.InputException if the activation buffer does not hold K inputs
  public StreamOrder(Design design, LinearShape shape) {
    shape.requireFits(design);
    this.shape = shape;
    this.rows = design.array().rows();
    this.lanes = design.array().lanes();
    this.tileTokens = design.array().tokens();
    this.outputLanes = design.ports().outputLanes();
    this.weightBits = design.ports().weightBits();
    this.beatsPerWeightWord = design.beatsPerWeightWord();
    this.kWords = Math.ceilDiv(shape.inputs(), lanes);
    this.outputTiles = Math.ceilDiv(shape.outputs(), rows);
    this.groupsPerToken = (outputTiles - 1) * (rows / outputLanes) + groups(outputTiles - 1);
  }

  /// The linear.
  public LinearShape shape() {
    return shape;
  }

  /// Activation words of one token: ceil(K / L).
  public int kWords() {
    return kWords;
  }

  /// Token tiles: ceil(M / T).
  public int tokenTiles() {
    return Math.ceilDiv(shape.tokens(), tileTokens);
  }

  /// Output tiles: ceil(N / R).
  public int outputTiles() {
    return outputTiles;
  }

  /// Tokens of a token tile: T, or fewer in the last.
  public int tokens(int tokenTile) {
    return Math.min(tileTokens, shape.tokens() - tokenTile * tileTokens);
  }

  /// Result beats of one token in an output tile: ceil(rows in the tile / P).
  public int groups(int outputTile) {
    int rowsInTile = Math.min(rows, shape.outputs() - outputTile * rows);
    return Math.ceilDiv(rowsInTile, outputLanes);
  }

  /// Activation beats: M kWords. Each token's activations are sent once.
  public long activationBeats() {
    return (long) shape.tokens() * kWords;
  }

  /// Weight words: all weights, once per token tile.
  public long weightWords() {
    return (long) tokenTiles() * outputTiles * kWords;
  }

  /// Weight beats: weight words times beats in a word.
  public long weightBeats() {
    return weightWords() * beatsPerWeightWord;
  }

  /// Result beats.
  public long resultBeats() {
    return (long) shape.tokens() * groupsPerToken;
  }

  /// Writes activation beat `beat`: lane l is activation k L + l of its token in bits 8l+7..8l.
  ///
  /// @param activations M x K, row-major
  /// @param into at least ceil(8 L / 64) longs, overwritten
  public void activationBeat(long beat, byte[] activations, long[] into) {
    int token = (int) (beat / kWords);
    int firstInput = (int) (beat % kWords) * lanes;
    int used = Math.min(lanes, shape.inputs() - firstInput);
    int from = token * shape.inputs() + firstInput;
    Arrays.fill(into, 0);
    for (int lane = 0; lane < used; lane++) {
      into[lane >> 3] |= (activations[from + lane] & 0xffL) << ((lane & 7) << 3);
    }
  }

  /// The weight beats of a matrix.
  ///
  /// @throws IllegalArgumentException if the matrix is not N x K
  public WeightStream weightStream(TernaryMatrix weights) {
    if (weights.rows() != shape.outputs() || weights.columns() != shape.inputs()) {
      throw new IllegalArgumentException("expected the weights of linear " + shape);
    }
    return new WeightStream(this, weights, rows, lanes, weightBits);
  }

  /// The output tile that weight word `word` belongs to.
  int outputTileOfWord(long word) {
    return (int) (word / kWords % outputTiles);
  }

  /// Writes the results that beat `beat` carries to their places in Y.
  ///
  /// @param data result p of the beat in bits 32p+31..32p
  /// @param results Y, M x N, row-major
  public void unpackResult(long beat, long[] data, int[] results) {
    int place = firstResult(beat);
    int used = usedLanes(place);
    for (int lane = 0; lane < used; lane++) {
      results[place + lane] = (int) (data[lane >> 1] >>> ((lane & 1) << 5));
    }
  }

  /// Writes result beat `beat` of a linear whose results are known.
  ///
  /// @param results Y, M x N, row-major
  /// @param into at least ceil(32 P / 64) longs, overwritten
  public void packResult(long beat, int[] results, long[] into) {
    int place = firstResult(beat);
    int used = usedLanes(place);
    Arrays.fill(into, 0);
    for (int lane = 0; lane < used; lane++) {
      into[lane >> 1] |= (results[place + lane] & 0xffff_ffffL) << ((lane & 1) << 5);
    }
  }

  private int firstResult(long beat) {
    long beatsPerFullTile = (long) tileTokens * groupsPerToken;
    int tokenTile = (int) (beat / beatsPerFullTile);
    int tokens = tokens(tokenTile);
    int inTile = (int) (beat % beatsPerFullTile);
    int fullGroups = rows / outputLanes;
    int outputTile = inTile / (tokens * fullGroups);
    int inOutputTile = inTile % (tokens * fullGroups);
    int groups = groups(outputTile);
    int token = tokenTile * tileTokens + inOutputTile / groups;
    return token * shape.outputs() + outputTile * rows + inOutputTile % groups * outputLanes;
  }

  private int usedLanes(int place) {
    return Math.min(outputLanes, shape.outputs() - place % shape.outputs());
  }
}
