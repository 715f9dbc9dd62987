package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Net;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Makes the fields of one [Bundle]: as ports, wires, registers, or as parts of other signals.
public final class Fields {
  /// Makes a net of that name.
  interface Nets {
    <T extends Signal<T>> T declare(String name, Type<T> type, Net.Kind kind);
  }

  /// What becomes of a field.
  private interface Maker {
    <T extends Signal<T>> T make(String name, Type<T> type, boolean back);
  }

  private final String prefix;
  private final Maker maker;

  private Fields(String prefix, Maker maker) {
    this.prefix = prefix;
    this.maker = maker;
  }

  /// Fields that are nets called `prefix_field`; back fields of ports are ports of the other
  /// direction.
  static Fields nets(Nets declaration, String prefix, Net.Kind kind) {
    return new Fields(
        prefix + "_",
        new Maker() {
          @Override
          public <T extends Signal<T>> T make(String name, Type<T> type, boolean back) {
            return declaration.declare(name, type, back ? opposite(kind) : kind);
          }
        });
  }

  private static Net.Kind opposite(Net.Kind kind) {
    return switch (kind) {
      case INPUT -> Net.Kind.OUTPUT;
      case OUTPUT -> Net.Kind.INPUT;
      case WIRE, REGISTER, INSTANCE_OUTPUT -> kind;
    };
  }

  /// Fields that are these values.
  static Fields values(List<Expr> values) {
    Iterator<Expr> next = values.iterator();
    return new Fields(
        "",
        new Maker() {
          @Override
          public <T extends Signal<T>> T make(String name, Type<T> type, boolean back) {
            if (back) {
              throw Errors.at("field " + name + " goes back: expected fields of one direction");
            }
            return type.of(next.next());
          }
        });
  }

  /// The types of a bundle's fields, in order.
  static List<Type<?>> types(BundleType<?> bundle) {
    List<Type<?>> types = new ArrayList<>();
    bundle.of(
        new Fields(
            "",
            new Maker() {
              @Override
              public <T extends Signal<T>> T make(String name, Type<T> type, boolean back) {
                types.add(type);
                return type.of(BigInteger.ZERO);
              }
            }));
    return types;
  }

  /// A field that goes with the bundle's direction.
  public <T extends Signal<T>> T field(String name, Type<T> type) {
    return maker.make(prefix + name, type, false);
  }

  /// A field that goes against it: an output of a module where the bundle is an input.
  public <T extends Signal<T>> T back(String name, Type<T> type) {
    return maker.make(prefix + name, type, true);
  }

  /// A bundle within the bundle; its fields are called `name_field`.
  public <B extends Bundle<B>> B bundle(String name, BundleType<B> type) {
    return type.of(new Fields(prefix + name + "_", maker));
  }
}
