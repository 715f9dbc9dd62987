package dev.setun.hdl;

import java.util.Locale;

/// A register that holds one of the constants of an enum, coded by their ordinals.
///
/// @param <E> the states
public final class StateMachine<E extends Enum<E>> {
  private final Circuit circuit;
  private final UInt register;

  StateMachine(Circuit circuit, String name, Class<E> states, E initial) {
    this.circuit = circuit;
    int count = states.getEnumConstants().length;
    this.register = circuit.register(name, Type.uintUpTo(count - 1L), initial.ordinal());
  }

  /// 1 in that state.
  public Bool is(E state) {
    return register.equal(state.ordinal());
  }

  /// Describes what happens in a state.
  public When in(E state, Runnable body) {
    return circuit.when(is(state), body);
  }

  /// The next state, under the conditions in which this is called; without it the state stays.
  public void go(E state) {
    register.drive(state.ordinal());
  }

  /// The code of the state: its ordinal.
  public UInt code() {
    return register;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "state machine %s", register);
  }
}
