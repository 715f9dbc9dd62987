package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import dev.setun.hdl.ir.Semantics;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.BiFunction;

/// What a signal is: unsigned, signed, raw bits or one bit, and how wide.
///
/// @param <T> the Java type of such a signal
public final class Type<T extends Signal<T>> {
  private final String name;
  private final int width;
  private final boolean signed;
  private final BiFunction<Expr, Optional<Driven>, T> constructor;

  private Type(
      String name, int width, boolean signed, BiFunction<Expr, Optional<Driven>, T> constructor) {
    if (width < 1 || width > 65536) {
      throw Errors.at(name + "(" + width + "): expected a width in 1..65536");
    }
    this.name = name;
    this.width = width;
    this.signed = signed;
    this.constructor = constructor;
  }

  /// An unsigned number of `width` bits, 0..2^width-1.
  public static Type<UInt> uint(int width) {
    return new Type<>("uint", width, false, UInt::new);
  }

  /// An unsigned number just wide enough for 0..`largest`.
  public static Type<UInt> uintUpTo(long largest) {
    return uint(Math.max(1, 64 - Long.numberOfLeadingZeros(largest)));
  }

  /// A two's complement number of `width` bits, -2^(width-1)..2^(width-1)-1.
  public static Type<SInt> sint(int width) {
    return new Type<>("sint", width, true, SInt::new);
  }

  /// `width` bits without a meaning as a number.
  public static Type<Bits> bits(int width) {
    return new Type<>("bits", width, false, Bits::new);
  }

  /// One bit that is true or false.
  public static Type<Bool> bool() {
    return new Type<>("bool", 1, false, Bool::new);
  }

  /// Bits.
  public int width() {
    return width;
  }

  /// Whether the number is two's complement.
  public boolean signed() {
    return signed;
  }

  /// The constant `value` of this type.
  ///
  /// @throws HdlException if it does not fit
  public T of(long value) {
    return of(BigInteger.valueOf(value));
  }

  /// The constant `value` of this type.
  ///
  /// @throws HdlException if it does not fit
  public T of(BigInteger value) {
    if (!Semantics.fits(value, width, signed)) {
      throw Errors.at("constant " + value + " does not fit " + this);
    }
    return of(Exprs.constant(value, width, signed));
  }

  T of(Expr expr) {
    return constructor.apply(expr, Optional.empty());
  }

  T of(Driven driven) {
    return constructor.apply(new Expr.Ref(driven.net()), Optional.of(driven));
  }

  @Override
  public String toString() {
    return name + "(" + width + ")";
  }
}
