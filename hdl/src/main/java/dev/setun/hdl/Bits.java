package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Raw bits: to be cut, joined and converted.
public final class Bits extends Signal<Bits> {
  Bits(Expr expr, Optional<Driven> driven) {
    super(expr, driven);
  }

  /// Signals side by side, the first in the most significant bits, as in Verilog.
  public static Bits concat(Signal<?>... parts) {
    return concat(List.of(parts));
  }

  /// Signals side by side, the first in the most significant bits, as in Verilog.
  public static Bits concat(List<? extends Signal<?>> parts) {
    if (parts.isEmpty()) {
      throw Errors.at("concat: expected at least one signal");
    }
    Expr joined = Exprs.concat(parts.stream().map(Signal::expr).toList());
    return Type.bits(joined.width()).of(joined);
  }

  /// Signals side by side, the first in the least significant bits: lane 0 of a bus comes first.
  public static Bits lanes(List<? extends Signal<?>> lanes) {
    return concat(new ArrayList<Signal<?>>(lanes).reversed());
  }

  @Override
  public Type<Bits> type() {
    return Type.bits(width());
  }

  /// The lowest `width` bits.
  public Bits low(int width) {
    return bits(width - 1, 0);
  }

  /// Cut into slices of `width` bits, the lowest first.
  public List<Bits> split(int width) {
    if (width < 1 || width() % width != 0) {
      throw Errors.at(
          "split(" + width + ") of " + describe() + ": expected a divisor of its width");
    }
    List<Bits> slices = new ArrayList<>();
    for (int i = 0; i < width() / width; i++) {
      slices.add(slice(i, width));
    }
    return slices;
  }

  /// Zeros added on top up to `width` bits.
  public Bits zext(int width) {
    return Type.bits(width).of(Exprs.extend(expr(), Errors.wider("zext", this, width)));
  }
}
