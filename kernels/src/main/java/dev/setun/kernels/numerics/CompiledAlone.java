package dev.setun.kernels.numerics;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A loop over vectors that C2 must compile by itself, not as a part of its caller.
///
/// C2 inlines hot methods of at most [#INLINED_BYTECODES] bytecodes. As a part of a long body such
/// a loop was in some runs compiled with calls of the Vector API left in it, each of which
/// allocates its result: 20 times slower for the rest of the run. A method that has this annotation
/// is longer than that and calls nothing with vectors but the Vector API; a test looks at its
/// length.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CompiledAlone {
  /// `FreqInlineSize` of the JVM on x86 and AArch64.
  int INLINED_BYTECODES = 325;
}
