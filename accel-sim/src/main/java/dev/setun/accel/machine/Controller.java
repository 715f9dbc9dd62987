package dev.setun.accel.machine;

import dev.setun.accel.design.Design;

/// Walks a linear: token tiles, output tiles, words, tokens, result groups. Its state and registers
/// are those of the section "State" of `docs/microarchitecture.md`.
final class Controller {
  /// The states of the machine.
  enum State {
    IDLE,
    LOAD,
    RUN,
    FLUSH,
    OUTPUT
  }

  private static final int FLUSH_CYCLES = 2;

  private final int rows;
  private final int lanes;
  private final int tileTokens;
  private final int outputLanes;
  private final int flushCycles;

  private State state = State.IDLE;
  private boolean done;
  private int kWords;
  private int outputs;
  private int tokensLeft;
  private int outputsLeft;
  private int tokensInTile;
  private int groupsInTile;
  private int k;
  private int token;
  private int group;
  private int flushed;

  Controller(Design design, Fault fault) {
    this.rows = design.array().rows();
    this.lanes = design.array().lanes();
    this.tileTokens = design.array().tokens();
    this.outputLanes = design.ports().outputLanes();
    this.flushCycles = FLUSH_CYCLES + (fault instanceof Fault.LongFlush ? 1 : 0);
  }

  State state() {
    return state;
  }

  boolean busy() {
    return state != State.IDLE;
  }

  boolean done() {
    return done;
  }

  /// Activation words are taken.
  boolean actReady() {
    return state == State.LOAD;
  }

  /// Results are offered.
  boolean outValid() {
    return state == State.OUTPUT;
  }

  /// The word of the token: written in LOAD, read in RUN.
  int k() {
    return k;
  }

  /// The token within its tile.
  int token() {
    return token;
  }

  /// The result group in OUTPUT.
  int group() {
    return group;
  }

  /// Whether an issue in this cycle is the last use of the weight word.
  boolean lastToken() {
    return token == tokensInTile - 1;
  }

  /// Why this cycle is spent.
  Cause cause(boolean issue, boolean actPassed, boolean outPassed) {
    return switch (state) {
      case IDLE -> Cause.NONE;
      case LOAD -> actPassed ? Cause.FILL : Cause.ACTIVATION_WAIT;
      case RUN -> issue ? Cause.COMPUTE : Cause.WEIGHT_WAIT;
      case FLUSH -> Cause.DRAIN;
      case OUTPUT -> outPassed ? Cause.DRAIN : Cause.OUTPUT_BACKPRESSURE;
    };
  }

  /// End of an IDLE cycle with `start`.
  void start(LinearShape shape) {
    done = false;
    kWords = Math.ceilDiv(shape.inputs(), lanes);
    outputs = shape.outputs();
    tokensLeft = shape.tokens();
    beginTokenTile();
    state = State.LOAD;
  }

  /// End of a busy cycle.
  void step(boolean issue, boolean actPassed, boolean outPassed) {
    switch (state) {
      case IDLE -> done = false;
      case LOAD -> {
        if (actPassed) {
          stepLoad();
        }
      }
      case RUN -> {
        if (issue) {
          stepRun();
        }
      }
      case FLUSH -> stepFlush();
      case OUTPUT -> {
        if (outPassed) {
          stepOutput();
        }
      }
    }
  }

  private void beginTokenTile() {
    tokensInTile = Math.min(tileTokens, tokensLeft);
    outputsLeft = outputs;
    beginOutputTile();
  }

  private void beginOutputTile() {
    groupsInTile = Math.ceilDiv(Math.min(rows, outputsLeft), outputLanes);
  }

  private void stepLoad() {
    k++;
    if (k == kWords) {
      k = 0;
      token++;
      if (token == tokensInTile) {
        token = 0;
        state = State.RUN;
      }
    }
  }

  private void stepRun() {
    token++;
    if (token == tokensInTile) {
      token = 0;
      k++;
      if (k == kWords) {
        k = 0;
        state = State.FLUSH;
      }
    }
  }

  private void stepFlush() {
    flushed++;
    if (flushed == flushCycles) {
      flushed = 0;
      state = State.OUTPUT;
    }
  }

  private void stepOutput() {
    group++;
    if (group == groupsInTile) {
      group = 0;
      token++;
      if (token == tokensInTile) {
        token = 0;
        endOutputTile();
      }
    }
  }

  private void endOutputTile() {
    outputsLeft -= rows;
    if (outputsLeft > 0) {
      beginOutputTile();
      state = State.RUN;
      return;
    }
    tokensLeft -= tokensInTile;
    if (tokensLeft > 0) {
      beginTokenTile();
      state = State.LOAD;
      return;
    }
    state = State.IDLE;
    done = true;
  }
}
