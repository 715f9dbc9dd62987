package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.util.List;

/// One element of a list by a signal that is its number.
final class Pick {
  private Pick() {}

  /// Element `index` as a tree of selections; beyond the list its last element.
  ///
  /// @throws HdlException if the list is empty, the index too narrow or the widths differ
  static <T extends Signal<T>> T of(List<T> elements, UInt index) {
    if (elements.isEmpty() || elements.size() > 1L << Math.min(index.width(), 40)) {
      throw Errors.at(
          "pick: expected 1.."
              + (1L << Math.min(index.width(), 40))
              + " elements for "
              + index.describe()
              + ", found "
              + elements.size());
    }
    T first = elements.getFirst();
    elements.forEach(element -> first.requireEqualWidth("pick", element));
    return first.type().of(tree(elements, index, 0, index.width() - 1));
  }

  private static <T extends Signal<T>> Expr tree(List<T> elements, UInt index, int from, int bit) {
    if (bit < 0) {
      return elements.get(Math.min(from, elements.size() - 1)).expr();
    }
    Expr low = tree(elements, index, from, bit - 1);
    if (from + (1L << bit) >= elements.size()) {
      return from + 1 >= elements.size() ? low : beyond(elements, index, from, bit, low);
    }
    return Exprs.mux(index.bit(bit).expr(), tree(elements, index, from + (1 << bit), bit - 1), low);
  }

  private static <T extends Signal<T>> Expr beyond(
      List<T> elements, UInt index, int from, int bit, Expr low) {
    return Exprs.mux(index.bit(bit).expr(), elements.getLast().expr(), low);
  }
}
