package dev.setun.hdl;

/// Verilog names from records.
final class ModuleNames {
  private ModuleNames() {}

  /// The name that a record's text gives: `Row[lanes=64, signed=true]` is `Row_64_signed`. The text
  /// is used because the components of a record that its module does not export cannot be read from
  /// here.
  static String of(Module<?> module) {
    if (!module.getClass().isRecord()) {
      throw Errors.at(
          module.getClass().getName()
              + ": expected a record, or a class with a moduleName() of its own");
    }
    return module
        .toString()
        .replaceAll("(\\w+)=true\\b", "$1")
        .replaceAll("(\\w+)=false\\b", "no_$1")
        .replaceAll("\\w+=", "")
        .replaceAll("-(?=\\d)", "minus")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .replaceAll("^_+|_+$", "");
  }
}
