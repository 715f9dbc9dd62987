package dev.setun.hdl.ir;

import java.util.List;

/// What an instance of a module needs that was written elsewhere.
///
/// @param parameters in the order in which they are given
/// @param clockPin its input for the clock
/// @param resetPin its input for the reset
public record External(List<Parameter> parameters, String clockPin, String resetPin) {
  public External {
    parameters = List.copyOf(parameters);
  }
}
