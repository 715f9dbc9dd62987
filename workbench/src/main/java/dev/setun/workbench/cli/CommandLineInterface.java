package dev.setun.workbench.cli;

import dev.setun.hdl.replay.MissingToolException;
import dev.setun.hdl.replay.ReplayException;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;

/// The commands, joined; failures become one line on standard error and an exit code.
@Command(
    name = "setun",
    description = "A co-design workbench for ternary language models.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      DemoCommand.class,
      GenerateCommand.class,
      CrossCheckCommand.class,
      SimulateCommand.class,
      VerilogCommand.class,
      GoldenCommand.class,
      ModelCommand.class,
      BenchCommand.class,
      KernelsCommand.class,
      CircuitsCommand.class,
      DoctorCommand.class,
    })
public final class CommandLineInterface implements Runnable {

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /// Runs one command.
  ///
  /// @return the exit code: 0 done, 1 mismatch or failed run, 2 bad usage or input, 3 something
  ///   missing on this machine
  public static int run(String... arguments) {
    Locale.setDefault(Locale.ROOT);
    return new CommandLine(new CommandLineInterface())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(badUsage())
        .setExecutionExceptionHandler(failure())
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "expected a command");
  }

  private static IParameterExceptionHandler badUsage() {
    return (exception, arguments) -> {
      CommandLine command = exception.getCommandLine();
      report(
          firstLine(exception.getMessage())
              + " ("
              + command.getCommandSpec().qualifiedName()
              + " --help)");
      return ExitCode.BAD_INPUT.code();
    };
  }

  private static IExecutionExceptionHandler failure() {
    return (exception, command, parsed) -> {
      if (System.getenv("SETUN_STACK_TRACE") != null) {
        exception.printStackTrace();
      }
      return answer(exception).code();
    };
  }

  private static ExitCode answer(Exception exception) {
    return switch (exception) {
      case MissingToolException missing -> report(missing.getMessage(), ExitCode.MISSING);
      case InputException bad -> report(bad.getMessage(), ExitCode.BAD_INPUT);
      case UncheckedIOException io when io.getCause() != null -> answer(io.getCause());
      case NoSuchFileException missing ->
          report(missing.getFile() + ": no such file or folder", ExitCode.BAD_INPUT);
      case FileAlreadyExistsException existing ->
          report(existing.getFile() + ": exists already (--force overwrites)", ExitCode.BAD_INPUT);
      case AccessDeniedException denied ->
          report(denied.getFile() + ": access denied", ExitCode.BAD_INPUT);
      case FileSystemException refused when refused.getFile() != null ->
          report(
              refused.getFile()
                  + ": "
                  + (refused.getReason() == null ? "cannot be used" : refused.getReason()),
              ExitCode.BAD_INPUT);
      case ReplayException failed -> report(failed.getMessage(), ExitCode.MISMATCH);
      case IOException io -> report(String.valueOf(io.getMessage()), ExitCode.MISMATCH);
      default ->
          report(
              "internal error: " + exception + " (SETUN_STACK_TRACE=1 shows where)",
              ExitCode.MISMATCH);
    };
  }

  private static ExitCode report(@org.jspecify.annotations.Nullable String line, ExitCode code) {
    report(firstLine(line));
    return code;
  }

  private static void report(String line) {
    System.err.println("setun: " + line);
  }

  private static String firstLine(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "failed" : text.lines().findFirst().orElse("failed");
  }
}
