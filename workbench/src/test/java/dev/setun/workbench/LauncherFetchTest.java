package dev.setun.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.testing.RequiresTool;
import dev.setun.workbench.LauncherRig.Result;
import dev.setun.workbench.LoopbackServer.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the launcher fetches a JDK on a machine that has none, from a server on the loopback
/// interface.
@RequiresTool({"curl", "wget", "tar"})
class LauncherFetchTest {
  private static final String NAME = "temurin-25.0.3+9";

  @TempDir Path folder;
  private LauncherRig rig;
  private byte[] archive = {};
  private Path cached;

  @BeforeEach
  void makeRigAndArchive() throws Exception {
    rig = new LauncherRig(folder, LauncherRig.projectLauncher());
    rig.set("XDG_CACHE_HOME", folder.resolve("cache").toString());
    cached = folder.resolve("cache/setun/jdk").resolve(NAME);
    rig.addTool("curl");
    rig.addJdk("jdks", "old", "17.0.15");
    archive = archiveOf(rig.addJdk("packed", "jdk-25.0.3+9", "25.0.3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void withConsentTheJdkIsFetchedOnceAndFoundInTheCacheFromThenOn(String tool) throws Exception {
    rig.removeTool("curl");
    rig.addTool(tool);
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      rig.set("SETUN_FETCH_JDK", "yes");
      Result first = rig.run("--java-home");
      assertThat(first.errors())
          .containsExactly(
              "setun: needs a JDK 25, exactly; found 17.0.15 in " + rig.resolve("jdks/old"),
              "setun: fetching " + server.url());
      assertThat(first.exitCode()).isZero();
      assertThat(first.output()).isEqualTo(cached + "\n");
      assertThat(cached.resolve("bin/java")).isExecutable();
      rig.set("SETUN_FETCH_JDK", "");
      Result second = rig.run("--java-home");
      assertThat(second).isEqualTo(new Result(0, cached + "\n", List.of()));
      assertThat(server.requests()).isEqualTo(1);
    }
    assertNothingElseIsLeft(NAME);
  }

  @Test
  void theOptionIsConsentToo() throws Exception {
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      assertThat(rig.run("--fetch-jdk", "--java-home").output()).isEqualTo(cached + "\n");
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void withoutConsentNothingIsAskedForOrWritten() throws Exception {
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      Result result = rig.run("demo");
      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.errors()).hasSize(2);
      assertThat(result.errors().get(1)).contains("./setun --fetch-jdk");
      assertThat(server.requests()).isZero();
    }
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @RequiresTool("script")
  @ParameterizedTest
  @ValueSource(strings = {"y", "n", ""})
  void onATerminalItAsksAndTakesOnlyAYesForConsent(String answer) throws Exception {
    rig.addTool("script");
    rig.set("SHELL", "/bin/sh");
    Path typed = Files.writeString(folder.resolve("typed.txt"), answer + "\n");
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      Result result =
          rig.startCommand(
                  List.of("script", "-qec", "sh " + rig.launcher() + " --java-home", "/dev/null"),
                  typed.toFile())
              .finish();
      boolean agreed = answer.equals("y");
      assertThat(result.output()).contains("into " + cached.getParent() + "? [y/N]");
      assertThat(result.exitCode()).isEqualTo(agreed ? 0 : 3);
      assertThat(server.requests()).isEqualTo(agreed ? 1 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void aTruncatedDownloadLeavesNothingAndGivesOneLine(String tool) throws Exception {
    rig.removeTool("curl");
    rig.addTool(tool);
    try (LoopbackServer server = serve(Behaviour.TRUNCATING)) {
      expectRefusal(server, "the download failed (status ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void anAddressWithNothingThereGivesOneLine(String tool) throws Exception {
    rig.removeTool("curl");
    rig.addTool(tool);
    try (LoopbackServer server = serve(Behaviour.MISSING)) {
      expectRefusal(server, "the download failed (status ");
    }
  }

  @Test
  void aWrongChecksumLeavesNothingAndGivesOneLine() throws Exception {
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      String expected = "0".repeat(64);
      rig.set("SETUN_JDK_SHA256", expected);
      expectRefusal(server, "expected SHA-256 " + expected + ", found " + sha256(archive));
    }
  }

  @Test
  void anArchiveWithAnotherJdkLeavesNothingAndGivesOneLine() throws Exception {
    archive = archiveOf(rig.addJdk("packed", "jdk-26", "26"));
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      expectRefusal(server, "expected a JDK 25, found 26");
    }
  }

  @Test
  void aFetchThatIsStoppedLeavesNothing() throws Exception {
    try (LoopbackServer server = serve(Behaviour.STALLING)) {
      rig.set("SETUN_FETCH_JDK", "yes");
      LauncherRig.Started started = rig.start("--java-home");
      server.awaitHalf();
      started.process().destroy();
      server.goOn();
      assertThat(started.finish().exitCode()).isEqualTo(143);
    }
    assertNothingElseIsLeft();
  }

  @Test
  void whatAKilledFetchLeftIsRemovedByTheNext() throws Exception {
    Files.createDirectories(cached.resolveSibling("fetch.123456/unpacked"));
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      assertThat(rig.run("--fetch-jdk", "--java-home").exitCode()).isZero();
      assertThat(server.requests()).isEqualTo(1);
    }
    assertNothingElseIsLeft(NAME);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoAtATimeFetchOnce(boolean withFlock) throws Exception {
    if (!withFlock) {
      rig.removeTool("flock");
    }
    rig.set("SETUN_FETCH_JDK", "yes");
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      LauncherRig.Started one = rig.start("--java-home");
      LauncherRig.Started two = rig.start("--java-home");
      assertThat(one.finish().output()).isEqualTo(cached + "\n");
      assertThat(two.finish().output()).isEqualTo(cached + "\n");
      assertThat(server.requests()).isEqualTo(1);
    }
    assertNothingElseIsLeft(NAME);
  }

  @Test
  void theLockOfADeadOwnerIsTakenOver() throws Exception {
    rig.removeTool("flock");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(cached.resolveSibling("lock.d"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
    try (LoopbackServer server = serve(Behaviour.GOOD)) {
      assertThat(rig.run("--fetch-jdk", "--java-home").output()).isEqualTo(cached + "\n");
      assertThat(server.requests()).isEqualTo(1);
    }
    assertNothingElseIsLeft(NAME);
  }

  @Test
  void anAddressWithoutAChecksumIsRefused() throws Exception {
    rig.set("SETUN_JDK_URL", "http://127.0.0.1:1/jdk.tar.gz");
    Result result = rig.run("--fetch-jdk", "--java-home");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors().getLast()).contains("expected both or none, found one");
  }

  private LoopbackServer serve(Behaviour behaviour) throws Exception {
    LoopbackServer server = new LoopbackServer(archive, behaviour);
    rig.set("SETUN_JDK_URL", server.url());
    rig.set("SETUN_JDK_SHA256", sha256(archive));
    return server;
  }

  // The two lines before it say that there is no JDK 25 and what is being fetched.
  private void expectRefusal(LoopbackServer server, String line) throws Exception {
    Result result = rig.run("--fetch-jdk", "--java-home");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).isEmpty();
    assertThat(result.errors()).hasSize(3);
    assertThat(result.errors().get(2))
        .startsWith("setun: " + server.url() + ": ")
        .contains(line)
        .endsWith("nothing was kept");
    assertThat(server.requests()).isPositive();
    assertNothingElseIsLeft();
  }

  private void assertNothingElseIsLeft(String... expected) throws IOException {
    assertThat(rig.names("cache/setun/jdk").stream().filter(name -> !name.equals("lock")))
        .containsExactly(expected);
  }

  private byte[] archiveOf(Path jdk) throws Exception {
    Path file = folder.resolve("packed.tar.gz");
    Process tar =
        new ProcessBuilder(
                "tar",
                "-czf",
                file.toString(),
                "-C",
                folder.resolve("packed").toString(),
                jdk.getFileName().toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    return Files.readAllBytes(file);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
