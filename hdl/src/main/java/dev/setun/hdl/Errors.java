package dev.setun.hdl;

import dev.setun.hdl.ir.Source;
import java.lang.StackWalker.StackFrame;
import java.util.Set;

/// Where the user is: the instance being built and the line of Java that called into the language.
final class Errors {
  /// The path of the instance being built in this thread.
  static final ScopedValue<String> PATH = ScopedValue.newInstance();

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private static final Set<Class<?>> LANGUAGE =
      Set.of(
          Errors.class,
          Signal.class,
          UInt.class,
          SInt.class,
          Bits.class,
          Bundle.class,
          BundleType.class,
          Fields.class,
          Vec.class,
          Pick.class,
          Bool.class,
          Type.class,
          Arithmetic.class,
          Circuit.class,
          ClockCrossings.class,
          ClockDomain.class,
          Pins.class,
          Ports.class,
          CircuitBuilder.class,
          Driven.class,
          Memory.class,
          Select.class,
          Stream.class,
          StateMachine.class,
          PortList.class,
          Elaborator.class,
          When.class);

  private Errors() {}

  /// An error at the user's line.
  static HdlException at(String message) {
    return at(message, source());
  }

  static HdlException at(String message, Source source) {
    return new HdlException(
        (PATH.isBound() ? PATH.get() + ": " : "") + message + " (" + source + ")");
  }

  /// `width` if it is at least the signal's.
  static int wider(String verb, Signal<?> signal, int width) {
    if (width < signal.width()) {
      throw at(verb + "(" + width + ") of " + signal + ": expected at least " + signal.width());
    }
    return width;
  }

  /// The first caller outside the language.
  static Source source() {
    return WALKER.walk(frames ->
        frames
            .filter(frame -> !isLanguage(frame.getDeclaringClass()))
            .findFirst()
            .map(Errors::source)
            .orElse(new Source("unknown", 0, "unknown")));
  }

  private static boolean isLanguage(Class<?> type) {
    return LANGUAGE.contains(type.getNestHost()) || type.getPackageName().startsWith("java.");
  }

  private static Source source(StackFrame frame) {
    String method = frame.getMethodName();
    if (method.startsWith("lambda$")) {
      method = method.substring("lambda$".length()).replaceFirst("\\$.*", "");
    }
    String file = frame.getFileName();
    String type = frame.getDeclaringClass().getSimpleName();
    return new Source(
        file == null ? type + ".java" : file,
        Math.max(0, frame.getLineNumber()),
        type + "." + method);
  }
}
