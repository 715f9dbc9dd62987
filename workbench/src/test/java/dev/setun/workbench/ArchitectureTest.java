package dev.setun.workbench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of docs/ARCHITECTURE.md that a compiler does not hold.
class ArchitectureTest {

  /// The modules, and whom of each other they may import.
  private enum Module {
    TRACES("traces", "dev.setun.traces"),
    MODEL("reference-model", "dev.setun.model", TRACES),
    KERNELS("kernels", "dev.setun.kernels", MODEL),
    HDL("hdl", "dev.setun.hdl"),
    ACCEL("accel-sim", "dev.setun.accel", MODEL, TRACES),
    VERILOG("verilog-out", "dev.setun.verilog", HDL, ACCEL, TRACES),
    WORKBENCH("workbench", "dev.setun.workbench", TRACES, MODEL, KERNELS, HDL, ACCEL, VERILOG);

    private final String folder;
    private final String root;
    private final Set<Module> mayImport;

    Module(String folder, String root, Module... mayImport) {
      this.folder = folder;
      this.root = root;
      this.mayImport = Set.of(mayImport);
    }

    String packages() {
      return root + "..";
    }

    Path classes() {
      return Path.of("..", folder, "target", "classes");
    }

    Path sources() {
      return Path.of("..", folder, "src", "main", "java");
    }
  }

  private static final String ENTRY_POINT = "dev.setun.workbench.Setun";

  // A program that measures has a clock; nothing else has.
  private static final String[] MAY_READ_A_CLOCK = {
    "dev.setun.workbench..", "dev.setun.kernels..", "dev.setun.model.fuzz.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importPaths(Arrays.stream(Module.values()).map(Module::classes).toList());

  @ParameterizedTest
  @EnumSource
  void theRulesSeeEveryClassOfEveryModule(Module module) throws Exception {
    Set<String> sources;
    try (Stream<Path> files = Files.walk(module.sources())) {
      sources =
          files
              .map(file -> module.sources().relativize(file).toString())
              .filter(name -> name.endsWith(".java") && !name.equals("module-info.java"))
              .map(name -> name.replace(".java", "").replace('/', '.'))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertThat(sources).isNotEmpty().allMatch(name -> name.startsWith(module.root + "."));
    sources.removeIf(name -> CLASSES.contain(name));
    assertThat(sources).as("classes that the rules do not see").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aModuleImportsOnlyThoseBelowIt(Module module) {
    String[] others =
        Arrays.stream(Module.values())
            .filter(other -> other != module && !module.mayImport.contains(other))
            .map(Module::packages)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(module.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theGeneratorKnowsADesignButNoSimulator() {
    noClasses()
        .that()
        .resideInAPackage(Module.VERILOG.packages())
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage(Module.ACCEL.packages())
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAPackage("dev.setun.accel.design.."))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  // The top package of a module holds its public types; it and a package below it may know each
  // other. Those below, and the modules, may not go in circles.
  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("dev.setun.(*).(**)").should().beFreeOfCycles().check(CLASSES);
    slices().matching("dev.setun.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackageIsNamedForNothing() {
    Pattern nothing = Pattern.compile("(.*\\.)?(utils?|commons?|managers?|helpers?|misc)(\\..*)?");
    assertThat(packages().map(JavaPackage::getName)).noneMatch(nothing.asMatchPredicate());
    assertThat(CLASSES.stream().map(JavaClass::getSimpleName))
        .noneMatch(name -> name.matches(".*(Utils?|Manager|Helper)"));
  }

  @Test
  void everyPackageIsNullMarkedAndExplained() throws Exception {
    List<String> names =
        packages()
            .filter(each -> !each.getClasses().isEmpty())
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertThat(names).as("packages without @NullMarked").isEmpty();
    for (Module module : Module.values()) {
      try (Stream<Path> files = Files.walk(module.sources())) {
        for (Path file : files.filter(each -> each.endsWith("package-info.java")).toList()) {
          assertThat(Files.readString(file)).as(file.toString()).startsWith("///");
        }
      }
    }
  }

  @Test
  void onlyTheEntryPointEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ENTRY_POINT)
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void nothingIsRandomWithoutASeed() {
    noClasses()
        .should()
        .callConstructor(java.util.Random.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(java.util.random.RandomGenerator.class, "getDefault")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.util.concurrent.ThreadLocalRandom.class, java.security.SecureRandom.class)
        .check(CLASSES);
  }

  @Test
  void onlyWhatMeasuresReadsAClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages(MAY_READ_A_CLOCK)
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .orShould()
        .callMethod(java.time.LocalDateTime.class, "now")
        .orShould()
        .callMethod(java.time.ZonedDateTime.class, "now")
        .check(CLASSES);
  }

  @Test
  void noNumberIsFormattedInTheLocaleOfTheMachine() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(Locale.class, "getDefault")
        .check(CLASSES);
  }

  private static Stream<JavaPackage> packages() {
    return CLASSES.stream().map(JavaClass::getPackage).distinct();
  }
}
