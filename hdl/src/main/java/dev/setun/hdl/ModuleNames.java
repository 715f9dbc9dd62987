package dev.setun.hdl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/// Verilog names from records.
final class ModuleNames {
  private ModuleNames() {}

  static String of(Module<?> module) {
    Class<?> type = module.getClass();
    if (!type.isRecord()) {
      throw new HdlException(
          type.getName() + ": expected a record or a moduleName() of its own, found a class");
    }
    StringBuilder name = new StringBuilder(type.getSimpleName());
    append(name, module);
    return name.toString();
  }

  private static void append(StringBuilder name, Object record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      if (value.getClass().isRecord()) {
        name.append('_').append(value.getClass().getSimpleName());
        append(name, value);
      } else if (value instanceof Boolean flag) {
        name.append('_').append(flag ? "" : "no_").append(component.getName());
      } else {
        name.append('_').append(identifier(value.toString()));
      }
    }
  }

  private static String identifier(String text) {
    String cleaned = text.replace("-", "minus").replaceAll("[^A-Za-z0-9]+", "_");
    return cleaned.replaceAll("^_+|_+$", "");
  }

  private static Object value(Object record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
      throw new HdlException(
          record.getClass().getName()
              + ": cannot read parameter "
              + component.getName()
              + " for the module's name; open the package to dev.setun.hdl or override moduleName()");
    }
  }
}
