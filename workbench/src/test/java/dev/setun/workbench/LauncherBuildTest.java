package dev.setun.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.workbench.LauncherRig.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When and how the launcher builds and what it runs then, on a project that has a launcher and a
/// few files, with a Maven and a Java that write down how they were called.
class LauncherBuildTest {
  @TempDir Path folder;
  private Path project = Path.of("");
  private LauncherRig rig;

  @BeforeEach
  void makeProject() throws IOException {
    project = folder.resolve("a project");
    write("pom.xml", "traces/pom.xml", "workbench/pom.xml", "traces/src/main/java/A.java");
    write(".mvn/jvm.config", "traces/src/test/java/ATest.java");
    Path launcher = Files.copy(LauncherRig.projectLauncher(), project.resolve("setun"));
    rig = new LauncherRig(folder, launcher);
    rig.addJdk("jdks", "jdk", "25.0.3");
    installMaven("3.8.7");
  }

  @Test
  void theFirstRunBuildsAndTheNextDoesNot() throws Exception {
    Result first = rig.run("demo");
    assertThat(first.errors()).contains("setun: building (first run) ...");
    assertThat(invocations())
        .containsExactly(
            "mvn -B -ntp -q -pl workbench -am -Dmaven.test.skip=true -Dspotless.check.skip=true"
                + " package");
    Result second = rig.run("demo");
    assertThat(second.errors()).noneMatch(line -> line.startsWith("setun:"));
    assertThat(second.output()).isEqualTo(first.output());
    assertThat(invocations()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "traces/pom.xml", "traces/src/main/java/A.java"})
  void aChangedSourceIsBuilt(String file) throws Exception {
    rig.run("demo");
    touch(file);
    assertThat(rig.run("demo").errors()).contains("setun: building (a source has changed) ...");
    assertThat(invocations()).hasSize(2);
  }

  @Test
  void aDeletedSourceIsBuiltAndAChangedTestIsNot() throws Exception {
    rig.run("demo");
    touch("traces/src/test/java/ATest.java");
    rig.run("demo");
    assertThat(invocations()).hasSize(1);
    Files.delete(project.resolve("traces/src/main/java/A.java"));
    touch("traces/src/main/java");
    rig.run("demo");
    assertThat(invocations()).hasSize(2);
  }

  @Test
  void theProgramRunsInTheFolderOfTheUserWithTheArgumentsAsTheyAre() throws Exception {
    Result result = rig.run("generate", "-p", "two words", "", "*");
    List<String> arguments = result.output().lines().toList();
    int command = arguments.indexOf("dev.setun.workbench/dev.setun.workbench.Setun");
    assertThat(arguments.subList(command + 1, arguments.size()))
        .containsExactly("generate", "-p", "two words", "", "*");
    String target = project.resolve("workbench/target").toString();
    assertThat(arguments)
        .contains(target + "/setun-workbench-1.jar:" + target + "/modules")
        .contains("jdk.incubator.vector");
    assertThat(result.errors()).last().isEqualTo(rig.resolve("cwd").toString());
  }

  @Test
  void aFailedBuildShowsTheEndOfItsLogAndIsTriedAgain() throws Exception {
    write("fail");
    Result result = rig.run("demo");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).isEmpty();
    Path log = project.resolve("target/build.log");
    assertThat(result.errors())
        .endsWith("[ERROR] it broke", "setun: the build failed; its log is " + log);
    assertThat(log).hasContent("[ERROR] it broke");
    Files.delete(project.resolve("fail"));
    assertThat(rig.run("demo").exitCode()).isZero();
    assertThat(invocations()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoFirstRunsBuildOnce(boolean withFlock) throws Exception {
    if (!withFlock) {
      rig.removeTool("flock");
    }
    LauncherRig.Started one = rig.start("demo");
    LauncherRig.Started two = rig.start("demo");
    assertThat(one.finish().exitCode()).isZero();
    assertThat(two.finish().exitCode()).isZero();
    assertThat(invocations()).hasSize(1);
    assertThat(project.resolve("target/setun.lock.d")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"3.6.3, mvn", "3.9.11, mvn", "4.0.0-rc-5, mvn", "3.6.2, mvnw", "2.2.1, mvnw"})
  void anInstalledMavenIsUsedFrom363On(String version, String used) throws Exception {
    installMaven(version);
    rig.run("demo");
    assertThat(invocations()).singleElement().asString().startsWith(used + " ");
  }

  @Test
  void aWrapperThatHasItsMavenIsPreferred() throws Exception {
    LauncherRig.writeScript(
        rig.resolve("home/.m2/wrapper/dists/apache-maven-3.9.11/abc/bin/mvn"), "exit 0");
    rig.run("demo");
    assertThat(invocations()).singleElement().asString().startsWith("mvnw ");
  }

  @Test
  void withoutMavenAndUnzipItSaysSo() throws Exception {
    rig.removeTool("mvn");
    rig.removeTool("unzip");
    Result result = rig.run("demo");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.errors()).singleElement().asString().contains("Maven 3.6.3", "unzip");
  }

  @Test
  void testRunsEverythingAndPassesArgumentsOn() throws Exception {
    Result all = rig.run("test");
    assertThat(all.exitCode()).isZero();
    rig.run("test", "-Dtest=Some Name", "-pl", "traces");
    assertThat(invocations())
        .containsExactly(
            "mvn -B -ntp -Dsurefire.failIfNoSpecifiedTests=false verify",
            "mvn -B -ntp -Dsurefire.failIfNoSpecifiedTests=false verify -Dtest=Some Name -pl"
                + " traces");
    rig.run("demo");
    assertThat(invocations()).as("a full test run has built the program").hasSize(2);
    write("fail");
    assertThat(rig.run("test").exitCode()).isEqualTo(1);
  }

  @Test
  void theCacheOfClassesIsMadeByABuildAndGivenToEveryRun() throws Exception {
    Path cache = project.resolve("target/setun.aot");
    LauncherRig.writeScript(
        rig.resolve("jdks/jdk/bin/java"),
        """
        case $1 in -XX:AOTCacheOutput=*) echo cache >"${1#*=}" ;; esac
        printf '%s\\n' "$1"\
        """);
    assertThat(rig.run("demo").output()).isEqualTo("-XX:AOTCache=" + cache + "\n");
    assertThat(cache).hasContent("cache");
    Files.delete(cache);
    assertThat(rig.run("demo").output()).isEqualTo("-XX:AOTMode=off\n");
  }

  @Test
  void aTrainingRunThatFailsLeavesNoCacheOfClasses() throws Exception {
    LauncherRig.writeScript(
        rig.resolve("jdks/jdk/bin/java"),
        """
        case $1 in -XX:AOTCacheOutput=*) echo half >"${1#*=}"; exit 2 ;; esac
        printf '%s\\n' "$1"\
        """);
    Result result = rig.run("demo");
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).isEqualTo("-XX:AOTMode=off\n");
    assertThat(project.resolve("target")).isDirectoryNotContaining("glob:**.aot*");
  }

  private void installMaven(String version) throws IOException {
    String body =
        """
        [ "$1" != -v ] || { echo "Apache Maven %s (abc)"; exit 0; }
        echo "${0##*/} $*" >>'%s'
        [ ! -f fail ] || { echo '[ERROR] it broke'; exit 1; }
        mkdir -p workbench/target/modules
        : >workbench/target/setun-workbench-1.jar
        """
            .formatted(version, folder.resolve("invocations.txt"));
    rig.addScript("mvn", body);
    LauncherRig.writeScript(project.resolve("mvnw"), body);
  }

  private List<String> invocations() throws IOException {
    return Files.readAllLines(folder.resolve("invocations.txt"));
  }

  private void write(String... files) throws IOException {
    for (String name : files) {
      Path file = project.resolve(name);
      Files.createDirectories(project.resolve(name).resolveSibling("."));
      Files.writeString(file, "");
    }
  }

  // A second later than now: some file systems keep whole seconds.
  private void touch(String file) throws IOException {
    Files.setLastModifiedTime(project.resolve(file), FileTime.from(Instant.now().plusSeconds(1)));
  }
}
