package dev.setun.hdl.sim;

import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.sim.engine.Unit;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/// Defines the generated classes of one simulation, which go when it goes.
final class UnitLoader extends ClassLoader {
  UnitLoader() {
    super(Unit.class.getClassLoader());
    Unit.class.getModule().addExports(Unit.class.getPackageName(), getUnnamedModule());
  }

  /// The top of the units, with all inside it.
  Unit load(Units units) {
    Class<?> last = Unit.class;
    for (ModuleDef module : units.ordered) {
      UnitCode unit = new UnitCode(units, module);
      List<UnitClasses.Generated> classes =
          units
              .lanes(module)
              .map(lanes -> new LaneClasses(unit, lanes).generate())
              .orElseGet(() -> new UnitClasses(units, unit).generate());
      for (UnitClasses.Generated generated : classes) {
        last = defineClass(generated.name(), generated.bytes(), 0, generated.bytes().length);
      }
    }
    try {
      // The top has nothing around it.
      return (Unit) last.getConstructor(Unit.class).newInstance((Object) null);
    } catch (InvocationTargetException
        | InstantiationException
        | IllegalAccessException
        | NoSuchMethodException e) {
      throw new IllegalStateException("generated code does not load", e);
    }
  }
}
