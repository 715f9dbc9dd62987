package dev.setun.workbench.crosscheck;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What a cross-check runs.
///
/// @param prompt the text that the model is given
/// @param tokens tokens generated after it, at least 1, all of them on the reference and the SIMD
///   executor
/// @param hardwareTokens generated tokens whose linears go to the machine, the circuit and
///   Verilator
/// @param icarusTokens generated tokens whose linears go to Icarus, which is slow; at most
///   `hardwareTokens`
/// @param executors which executors are wanted
/// @param threads threads of the SIMD executor
/// @param seed seed of the random stalls
/// @param fault a defect put into one executor
/// @param work folder for the files of the Verilog simulators
public record CrossCheckOptions(
    String prompt,
    int tokens,
    int hardwareTokens,
    int icarusTokens,
    Set<ExecutorName> executors,
    int threads,
    long seed,
    Optional<FaultSpec> fault,
    Path work) {
  public CrossCheckOptions {
    executors = Set.copyOf(executors);
    if (tokens < 1 || hardwareTokens < 0 || hardwareTokens > tokens) {
      throw new dev.setun.traces.InputException(
          "-n", "expected 1 or more tokens, and at most as many on hardware, found " + tokens);
    }
    icarusTokens = Math.min(icarusTokens, hardwareTokens);
  }
}
