package dev.setun.accel.design;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Between the record tree of a design and YAML: every record is a mapping whose keys are the
/// record's components, in their order. So a new component is a new key, read, checked and written.
final class DesignYaml {
  private DesignYaml() {}

  /// Reads a record. All keys must be there and no others.
  ///
  /// @param path dotted path of the record, empty at the top
  static <T extends Record> T read(Class<T> type, JsonNode node, String path) {
    if (!node.isObject()) {
      throw new DesignException(
          path.isEmpty() ? "design" : path, "keys " + keys(type), describe(node));
    }
    refuseUnknownKeys(type, node, path);
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = dotted(path, components[i].getName());
      JsonNode value = node.get(components[i].getName());
      if (value == null) {
        throw DesignException.at(key, "missing key");
      }
      types[i] = components[i].getType();
      values[i] = value(types[i], value, key);
    }
    return construct(type, types, values);
  }

  private static void refuseUnknownKeys(Class<? extends Record> type, JsonNode node, String path) {
    List<String> known = keys(type);
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        String hint =
            Spelling.nearest(key, known)
                .map(near -> "did you mean " + dotted(path, near) + "?")
                .orElse("known here: " + String.join(", ", known));
        throw DesignException.at(dotted(path, key), "unknown key (" + hint + ")");
      }
    }
  }

  private static Object value(Class<?> type, JsonNode node, String key) {
    if (type == int.class) {
      return (int) integer(node, key, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return integer(node, key, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == String.class) {
      return text(node, key);
    }
    if (Labelled.class.isAssignableFrom(type)) {
      return choice(type, node, key);
    }
    return read(type.asSubclass(Record.class), node, key);
  }

  private static long integer(JsonNode node, String key, long least, long most) {
    if (!node.isIntegralNumber()) {
      throw new DesignException(key, "an integer", describe(node));
    }
    if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
      throw new DesignException(key, least + ".." + most, describe(node));
    }
    return node.longValue();
  }

  private static String text(JsonNode node, String key) {
    if (!node.isString()) {
      throw new DesignException(key, "a text", describe(node));
    }
    return node.stringValue();
  }

  private static Labelled choice(Class<?> type, JsonNode node, String key) {
    List<Labelled> choices = choices(type);
    String supported = choices.stream().map(Labelled::label).collect(Collectors.joining(", "));
    if (node.isString()) {
      for (Labelled choice : choices) {
        if (choice.label().equals(node.stringValue())) {
          return choice;
        }
      }
    }
    throw new DesignException(key, "one of " + supported, describe(node));
  }

  private static List<Labelled> choices(Class<?> type) {
    if (type == PeSpec.class) {
      return List.of(new PeSpec.SelectAdd());
    }
    List<Labelled> choices = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      choices.add((Labelled) constant);
    }
    return choices;
  }

  private static <T extends Record> T construct(Class<T> type, Class<?>[] types, Object[] values) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof DesignException problem) {
        throw problem;
      }
      throw new IllegalStateException(type.getSimpleName() + " cannot be constructed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getSimpleName() + " has no canonical constructor", e);
    }
  }

  /// Writes a record as lines of YAML.
  static void write(Record value, int indent, StringBuilder to) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      to.repeat(' ', indent).append(component.getName()).append(':');
      switch (get(component, value)) {
        case Labelled choice -> to.append(" \"").append(choice.label()).append("\"\n");
        case String text -> to.append(" \"").append(text).append("\"\n");
        case Record inner -> {
          to.append('\n');
          write(inner, indent + 2, to);
        }
        case Object number -> to.append(' ').append(number).append('\n');
      }
    }
  }

  private static Object get(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static List<String> keys(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static String dotted(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// A value as an error message shows it.
  private static String describe(JsonNode node) {
    if (node.isObject()) {
      return "a mapping";
    }
    if (node.isArray()) {
      return "a list";
    }
    String text = node.asString("nothing");
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
