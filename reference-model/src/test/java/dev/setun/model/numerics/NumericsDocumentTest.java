package dev.setun.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// Every rule of docs/numerics.md has a test of its name, and every test in a class `...RulesTest`
/// is of a rule.
class NumericsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "numerics.md");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Path KERNEL_TESTS = Path.of("..", "kernels").resolve(TESTS);
  private static final Pattern RULE = Pattern.compile("(?m)^### ([a-z0-9-]+)$");
  private static final Pattern EQUATION =
      Pattern.compile("(?m)^\\|.*\\| ([a-z-]+) \\| `(\\w+\\.\\w+)\\.(\\w+)` \\|$");
  private static final Pattern AFTER_DASH = Pattern.compile("-(.)");

  @Test
  void everyRuleHasATestOfItsNameAndEveryRuleTestARule() throws Exception {
    Set<String> rules =
        RULE.matcher(Files.readString(DOCUMENT))
            .results()
            .map(match -> camelCase(match.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rules).hasSizeGreaterThan(20);
    assertThat(testNames()).isEqualTo(rules);
  }

  @Test
  void everyTestClassThatTheTextNamesIsThere() throws IOException {
    List<String> named =
        Pattern.compile("`(\\w+(?:Test|Properties))`")
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map(match -> match.group(1) + ".java")
            .toList();
    assertThat(named).isNotEmpty();
    try (Stream<Path> here = Files.walk(TESTS);
        Stream<Path> kernels = Files.walk(KERNEL_TESTS)) {
      assertThat(Stream.concat(here, kernels).map(file -> file.getFileName().toString()))
          .containsAll(named);
    }
  }

  @Test
  void everyEquationOfTheTableIsAMethodAndARule() throws Exception {
    String text = Files.readString(DOCUMENT);
    Set<String> rules =
        RULE.matcher(text).results().map(rule -> rule.group(1)).collect(Collectors.toSet());
    List<MatchResult> rows = EQUATION.matcher(text).results().toList();
    assertThat(rows).hasSizeGreaterThan(15);
    for (MatchResult row : rows) {
      assertThat(rules).contains(row.group(1));
      Class<?> owner = Class.forName("dev.setun.model." + row.group(2));
      assertThat(owner.getDeclaredMethods())
          .as(row.group(2))
          .extracting(Method::getName)
          .contains(row.group(3));
    }
  }

  private static Set<String> testNames() throws Exception {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(each -> each.toString().endsWith("RulesTest.java")).toList()) {
        String name = TESTS.relativize(file).toString().replace(".java", "");
        for (Method method : Class.forName(name.replace('/', '.')).getDeclaredMethods()) {
          if (method.isAnnotationPresent(Test.class)
              || method.isAnnotationPresent(ParameterizedTest.class)) {
            assertThat(names.add(method.getName())).as("one test of %s", method).isTrue();
          }
        }
      }
    }
    return names;
  }

  private static String camelCase(String rule) {
    return AFTER_DASH.matcher(rule).replaceAll((MatchResult match) -> upper(match.group(1)));
  }

  private static String upper(String letter) {
    return letter.toUpperCase(Locale.ROOT);
  }
}
