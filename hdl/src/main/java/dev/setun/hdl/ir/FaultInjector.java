package dev.setun.hdl.ir;

import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Puts one defect into a design, to show that a comparison or a proof finds it: the lowest bit of
/// one register is inverted whenever the register is loaded.
public final class FaultInjector {
  private FaultInjector() {}

  /// A design with a defect.
  ///
  /// @param description which register of which module, for reports
  public record Faulty(Design design, String description) {}

  /// Inverts the lowest bit that a register takes. A module that is instantiated several times has
  /// the defect in all of its instances; a black box never has it.
  ///
  /// @param seed chooses the register among all of the design, by the generator of
  ///   `java.util.Random`
  /// @throws IllegalArgumentException if the design has no register
  public static Faulty inject(Design design, long seed) {
    List<Place> places =
        design.modules().stream()
            .filter(module -> module.external().isEmpty())
            .flatMap(module -> module.registers().stream().map(r -> new Place(module, r)))
            .toList();
    if (places.isEmpty()) {
      throw new IllegalArgumentException(design.top().name() + ": no register to put a fault in");
    }
    Place place = places.get(new Random(seed).nextInt(places.size()));
    Map<ModuleDef, ModuleDef> rebuilt = new IdentityHashMap<>();
    List<ModuleDef> modules =
        design.modules().stream().map(module -> rebuild(module, place, rebuilt)).toList();
    return new Faulty(
        new Design(modules.getLast(), modules),
        "the lowest bit of register "
            + place.register().net().name()
            + " of module "
            + place.module().name()
            + " is inverted");
  }

  private record Place(ModuleDef module, Register register) {}

  private static ModuleDef rebuild(
      ModuleDef module, Place place, Map<ModuleDef, ModuleDef> rebuilt) {
    List<Register> registers =
        module.registers().stream()
            .map(register -> register == place.register() ? inverted(register) : register)
            .toList();
    List<Instance> instances =
        module.instances().stream()
            .map(instance ->
                new Instance(
                    instance.name(),
                    rebuilt.getOrDefault(instance.module(), instance.module()),
                    instance.clocks(),
                    instance.inputs(),
                    instance.outputs(),
                    instance.source()))
            .toList();
    ModuleDef copy =
        new ModuleDef(
            module.name(),
            module.description(),
            module.external(),
            module.clocked(),
            module.resettable(),
            module.clocking(),
            module.ports(),
            module.nets(),
            module.assigns(),
            registers,
            module.memories(),
            instances,
            module.properties(),
            module.combinational());
    rebuilt.put(module, copy);
    return copy;
  }

  private static Register inverted(Register register) {
    return register.withNext(inverted(register, register.next()));
  }

  /// What is held stays; what is loaded has its lowest bit inverted.
  private static Expr inverted(Register register, Expr next) {
    if (register.holds(next)) {
      return next;
    }
    if (next instanceof Expr.Mux mux) {
      return new Expr.Mux(
          mux.condition(), inverted(register, mux.whenTrue()), inverted(register, mux.whenFalse()));
    }
    BigInteger one = next.signed() && next.width() == 1 ? BigInteger.ONE.negate() : BigInteger.ONE;
    Expr lowestBit = new Expr.Constant(one, next.width(), next.signed());
    return new Expr.Binary(Expr.Binary.Op.XOR, next, lowestBit);
  }
}
