package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.util.ArrayList;
import java.util.List;

/// Which fields a [Bundle] has. It is asked once for every bundle of the type that is made.
///
/// @param <B> the bundle
@FunctionalInterface
public interface BundleType<B extends Bundle<B>> {
  /// Makes the fields, in order, and the bundle of them. This must depend on nothing but the
  /// parameters of the type.
  B of(Fields fields);

  /// Bits of all fields together.
  default int width() {
    return Fields.types(this).stream().mapToInt(Type::width).sum();
  }

  /// The bundle whose [Bundle#asBits] is `bits`.
  ///
  /// @throws HdlException if the widths differ or the type has back fields
  default B from(Bits bits) {
    if (bits.width() != width()) {
      throw Errors.at("from(" + bits + "): expected bits(" + width() + ")");
    }
    List<Expr> parts = new ArrayList<>();
    int low = 0;
    for (Type<?> type : Fields.types(this)) {
      Expr slice = Exprs.slice(bits.expr(), low + type.width() - 1, low);
      parts.add(Exprs.cast(slice, type.signed()));
      low += type.width();
    }
    return of(Fields.values(parts));
  }

  /// `whenTrue` where the condition is 1, else `whenFalse`, field by field.
  ///
  /// @throws HdlException if the widths of a field differ or the type has back fields
  default B select(Bool condition, B whenTrue, B whenFalse) {
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < whenTrue.fields().size(); i++) {
      Signal<?> field = whenTrue.fields().get(i);
      Signal<?> other = whenFalse.fields().get(i);
      field.requireEqualWidth("select", other);
      parts.add(Exprs.mux(condition.expr(), field.expr(), other.expr()));
    }
    return of(Fields.values(parts));
  }
}
