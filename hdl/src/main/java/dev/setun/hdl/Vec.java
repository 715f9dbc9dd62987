package dev.setun.hdl;

import java.util.ArrayList;
import java.util.List;

/// Equally typed signals, numbered from 0. As a port, wire or register `x` it is `x_0`, `x_1`, ...
/// in the Verilog; as bits, element 0 is lowest.
///
/// @param elements 1 or more, of equal width
public record Vec<T extends Signal<T>>(List<T> elements) implements Bundle<Vec<T>> {
  /// @throws HdlException if there is no element or the widths differ
  public Vec {
    elements = List.copyOf(elements);
    if (elements.isEmpty()) {
      throw Errors.at("Vec: expected at least one element");
    }
    for (T element : elements) {
      elements.getFirst().requireEqualWidth("Vec", element);
    }
  }

  /// The type of a vector.
  ///
  /// @throws HdlException if `size` is not positive
  public static <T extends Signal<T>> BundleType<Vec<T>> of(int size, Type<T> element) {
    if (size < 1) {
      throw Errors.at("Vec.of: expected a size of 1 or more, found " + size);
    }
    return fields -> {
      List<T> elements = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        elements.add(fields.field(Integer.toString(i), element));
      }
      return new Vec<>(elements);
    };
  }

  @Override
  public List<T> fields() {
    return elements;
  }

  /// How many.
  public int size() {
    return elements.size();
  }

  /// Element number `index`.
  ///
  /// @throws HdlException if it is not in `0..size-1`
  public T get(int index) {
    if (index < 0 || index >= size()) {
      throw Errors.at("get(" + index + "): expected an element in 0.." + (size() - 1));
    }
    return elements.get(index);
  }

  /// The element that `index` tells, as a tree of selections; beyond the last it gives the last.
  ///
  /// @throws HdlException if the index is too narrow to reach all elements
  public T get(UInt index) {
    return Pick.of(elements, index);
  }
}
