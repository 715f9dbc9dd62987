package dev.setun.hdl.proof;

import dev.setun.hdl.Port;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Property;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.verilog.VerilogEmitter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Proves what the modules of a design assert, each module by itself: what it assumes is given, and
/// is proved where the module stands in another.
public final class ModuleProofs {
  private ModuleProofs() {}

  /// What came of one module.
  ///
  /// @param module its name in the Verilog
  public record Outcome(String module, ProofResult result) {}

  /// Names of the modules that there is something to prove of: they assert something, or a module
  /// directly inside them assumes something.
  public static List<String> modules(Design design) {
    return design.modules().stream().filter(ModuleProofs::claims).map(ModuleDef::name).toList();
  }

  private static boolean claims(ModuleDef module) {
    return module.external().isEmpty()
        && (has(module, Property.Kind.ASSERT)
            || module.instances().stream()
                .anyMatch(inside -> has(inside.module(), Property.Kind.ASSUME)));
  }

  private static boolean has(ModuleDef module, Property.Kind kind) {
    return module.properties().stream().anyMatch(property -> property.kind() == kind);
  }

  /// Proves what one module says. Arguments and errors are those of [Proof#run].
  ///
  /// @throws IllegalArgumentException if the design has no such module
  public static Outcome prove(Design design, String module, int mostSteps, Duration limit) {
    ModuleDef found =
        design.modules().stream()
            .filter(candidate -> candidate.name().equals(module))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(module + ": no module of the design"));
    return new Outcome(
        module, Proof.run(alone(found), Claims.ofTheVerilog(), Proof.Shown.CONE, mostSteps, limit));
  }

  /// A module as the top of a design of its own, which always has a clock and a reset.
  private static VerilogTop alone(ModuleDef module) {
    ModuleDef top = module.asTop();
    SequencedSet<ModuleDef> modules = new LinkedHashSet<>();
    top.instances().forEach(inside -> collect(inside, modules));
    modules.add(top);
    Design design = new Design(top, List.copyOf(modules));
    SequencedMap<String, String> files = new LinkedHashMap<>(VerilogEmitter.emit(design));
    files.putAll(VerilogEmitter.models(design));
    List<Port> ports = design.ports().stream().filter(port -> !port.name().equals("clk")).toList();
    return new VerilogTop(top.name(), files, ports);
  }

  private static void collect(Instance instance, SequencedSet<ModuleDef> modules) {
    instance.module().instances().forEach(inside -> collect(inside, modules));
    modules.add(instance.module());
  }
}
