package dev.setun.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the launcher finds JDK 25.
class LauncherJdkTest {
  @TempDir Path folder;
  private LauncherRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new LauncherRig(folder, LauncherRig.projectLauncher());
  }

  @ParameterizedTest
  @CsvSource({
    "25, true",
    "25.0.3, true",
    "25-ea, true",
    "24.0.2, false",
    "26, false",
    "17, false",
    "1.8.0_25, false",
    "250, false"
  })
  void onlyAJdk25IsTaken(String version, boolean taken) throws Exception {
    Path jdk = rig.addJdk("jdks", "some", version);
    LauncherRig.Result result = rig.run("--java-home");
    assertThat(result.exitCode()).isEqualTo(taken ? 0 : 3);
    assertThat(result.output()).isEqualTo(taken ? jdk + "\n" : "");
  }

  @Test
  void theNamedFoldersComeInTheirOrder() throws Exception {
    Path usual = rig.addJdk("jdks", "usual", "25.0.1");
    expectJdk(usual);
    Path onPath = rig.addJdk("elsewhere", "on path", "25.0.2");
    Files.createSymbolicLink(folder.resolve("alternatives"), onPath.resolve("bin/javac"));
    Files.createSymbolicLink(rig.resolve("tools/javac"), folder.resolve("alternatives"));
    expectJdk(onPath);
    Path javaHome = rig.addJdk("elsewhere", "java-home", "25.0.3");
    rig.set("JAVA_HOME", javaHome.toString());
    expectJdk(javaHome);
    Path java25Home = rig.addJdk("elsewhere", "java-25-home", "25.0.4");
    rig.set("JAVA_25_HOME", java25Home.toString());
    expectJdk(java25Home);
    Path setunJavaHome = rig.addJdk("elsewhere", "setun-java-home", "25.0.5");
    rig.set("SETUN_JAVA_HOME", setunJavaHome.toString());
    expectJdk(setunJavaHome);
  }

  @Test
  void anOlderJavaHomeIsPassedOver() throws Exception {
    rig.set("JAVA_HOME", rig.addJdk("elsewhere", "old", "21.0.4").toString());
    expectJdk(rig.addJdk("jdks", "new", "25.0.3"));
  }

  @Test
  void aRuntimeWithoutACompilerIsNoJdk() throws Exception {
    Path jre = rig.addJdk("jdks", "jre", "25.0.3");
    Files.delete(jre.resolve("bin/javac"));
    assertThat(rig.run("--java-home").exitCode()).isEqualTo(3);
  }

  @Test
  void aSetunJavaHomeThatIsNoJdk25IsNamedAndPassedOver() throws Exception {
    Path old = rig.addJdk("elsewhere", "old", "21.0.4");
    Path jdk = rig.addJdk("jdks", "new", "25.0.3");
    rig.set("SETUN_JAVA_HOME", old.toString());
    LauncherRig.Result result = rig.run("--java-home");
    assertThat(result.output()).isEqualTo(jdk + "\n");
    assertThat(result.errors())
        .containsExactly(
            "setun: SETUN_JAVA_HOME: expected a JDK 25, found 21.0.4 in "
                + old
                + "; looking further");
  }

  @Test
  void withoutJdk25ItSaysWhatItFoundAndHowToGetOne() throws Exception {
    Path old = rig.addJdk("jdks", "old", "17.0.15");
    LauncherRig.Result result = rig.run("demo");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).isEmpty();
    assertThat(result.errors()).hasSize(2);
    assertThat(result.errors().get(0))
        .isEqualTo("setun: needs a JDK 25, exactly; found 17.0.15 in " + old);
    assertThat(result.errors().get(1))
        .contains("apt-get install openjdk-25-jdk-headless")
        .contains("https://adoptium.net");
  }

  @Test
  void theProjectIsFoundThroughLinksFromAnyFolder() throws Exception {
    Path jdk = rig.addJdk("jdks", "some", "25");
    Path copy = Files.copy(rig.launcher(), folder.resolve("setun"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), copy);
    Files.createDirectory(folder.resolve("bin"));
    Path linkToLink = Files.createSymbolicLink(folder.resolve("bin/setun"), Path.of("../link"));
    assertThat(link).exists();
    Path other = Files.createDirectory(folder.resolve("other"));
    LauncherRig throughLink = new LauncherRig(other, linkToLink);
    throughLink.set("SETUN_JAVA_HOME", jdk.toString());
    assertThat(throughLink.run("--java-home").output()).isEqualTo(jdk + "\n");
  }

  private void expectJdk(Path jdk) throws Exception {
    assertThat(rig.run("--java-home").output()).isEqualTo(jdk + "\n");
  }
}
