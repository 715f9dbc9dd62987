package dev.setun.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Marks a test that runs external programs, each named as on the PATH (`verilator`, `iverilog`,
/// `yosys`).
///
/// Where one is missing the test is skipped with a reason; with the environment variable
/// `STRICT_TOOLS=1` (as in CI) it fails instead.
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Tag("tool")
@ExtendWith(RequiredTools.class)
public @interface RequiresTool {
  /// The names of the programs.
  String[] value();
}
