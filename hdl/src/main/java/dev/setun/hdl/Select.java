package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.util.ArrayList;
import java.util.List;

/// A choice by the value of a key: `c.select(key).when(1, x).when(2, y).otherwise(z)`. The first
/// case that matches counts.
///
/// @param <K> the type of the key
/// @param <T> the type of the result
public final class Select<K extends Signal<K>, T extends Signal<T>> {
  private record Case<T>(Bool matches, T value) {}

  /// A choice whose first case is still to come.
  ///
  /// @param <K> the type of the key
  public static final class Start<K extends Signal<K>> {
    private final K key;

    Start(K key) {
      this.key = key;
    }

    /// The value where the key is `match`.
    public <T extends Signal<T>> Select<K, T> when(long match, T value) {
      return new Select<K, T>(key).when(match, value);
    }
  }

  private final K key;
  private final List<Case<T>> cases = new ArrayList<>();

  private Select(K key) {
    this.key = key;
  }

  /// The value where the key is `match` and no earlier case matched.
  public Select<K, T> when(long match, T value) {
    cases.add(new Case<>(key.equal(match), value));
    return this;
  }

  /// The value where no case matched; all values have equal widths.
  public T otherwise(T value) {
    Expr result = value.expr();
    for (Case<T> choice : cases.reversed()) {
      choice.value().requireEqualWidth("select", value);
      result = Exprs.mux(choice.matches().expr(), choice.value().expr(), result);
    }
    return value.type().of(result);
  }
}
