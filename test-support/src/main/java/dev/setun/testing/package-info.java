/// Test support shared by all modules: [dev.setun.testing.RequiresTool] marks a test that needs a
/// program such as Icarus or Verilator. Nothing here is on a runtime path.
@NullMarked
package dev.setun.testing;

import org.jspecify.annotations.NullMarked;
