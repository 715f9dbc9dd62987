package dev.setun.hdl.library;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Module;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.ir.FaultInjector.Faulty;
import dev.setun.hdl.proof.Claims;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A module of the library with parameters, and what is proved of it.
///
/// @param name as users know it
/// @param module what is emitted
/// @param proof what is given to the prover: the module, or it beside a model
/// @param claims besides those in the proof's Verilog
/// @param proved what the claims say together, for readers
/// @param unknownAtFirst outputs that no reset makes known, such as words that nobody has written
public record LibraryEntry(
    String name,
    Module<?> module,
    Module<?> proof,
    Claims claims,
    String proved,
    Set<String> unknownAtFirst) {
  private static final long SEED_STRIDE = 0x9e3779b97f4aL;
  private static final int MOST_SEEDS = 40;

  public LibraryEntry {
    unknownAtFirst = Set.copyOf(unknownAtFirst);
  }

  LibraryEntry(String name, Module<?> module, Module<?> proof, Claims claims, String proved) {
    this(name, module, proof, claims, proved, Set.of());
  }

  /// The proof with one register of the module inverted, for up to `most` registers: a proof that
  /// is worth something finds each of them. There may be fewer, as the module may have fewer.
  public List<Faulty> faults(int most) {
    Design design = Elaborator.elaborate(proof);
    Map<String, Faulty> faults = new LinkedHashMap<>();
    for (int seed = 0; faults.size() < most && seed < MOST_SEEDS; seed++) {
      Faulty faulty = FaultInjector.inject(design, seed * SEED_STRIDE);
      // A defect in the model is none in the module.
      if (!faulty.description().contains("register shadow_")) {
        faults.putIfAbsent(faulty.description(), faulty);
      }
    }
    return List.copyOf(faults.values());
  }
}
