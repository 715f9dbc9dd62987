package dev.setun.hdl.library;

import dev.setun.hdl.Module;
import dev.setun.hdl.proof.Claims;

/// A module of the library with parameters, and what is proved of it.
///
/// @param name as users know it
/// @param module what is emitted
/// @param proof what is given to the prover: the module, or it beside a model
/// @param claims besides those in the proof's Verilog
/// @param proved what the claims say together, for readers
public record LibraryEntry(
    String name, Module<?> module, Module<?> proof, Claims claims, String proved) {}
