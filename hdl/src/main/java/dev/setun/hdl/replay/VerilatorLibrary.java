package dev.setun.hdl.replay;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// A module that Verilator made a shared library of, in this process.
///
/// The library stays loaded until the JVM ends: C++ does not promise that one can be unloaded. What
/// it reports as fatal ($stop, $fatal, a loop that does not settle) comes back as an exception;
/// what crashes it crashes this process, as with any native code.
// Native access is what this class is for; the launcher allows it to this module.
@SuppressWarnings("restricted")
final class VerilatorLibrary implements AutoCloseable {
  private static final long MOST_MESSAGE_BYTES = 4096;

  /// The C++ around the module: one call for many cycles. Each row is applied, settles, the outputs
  /// are taken, then the clock rises. Rows are 32-bit words in the byte order of this machine.
  private static final String SHIM =
      """
      #include <cstdint>
      #include <cstdio>
      #include <exception>
      #include <stdexcept>
      #include "Vsetun_replay.h"
      #include "verilated.h"

      #define SETUN_CALL extern "C" __attribute__((visibility("default")))

      void vl_finish(const char*, int, const char*) { throw std::runtime_error("$finish"); }
      void vl_stop(const char*, int, const char*) { throw std::runtime_error("$stop"); }
      void vl_fatal(const char*, int, const char*, const char* text) {
        throw std::runtime_error(text);
      }

      namespace {
      struct Module {
        VerilatedContext context;
        Vsetun_replay top{&context};
        char message[256] = "";
      };
      }

      SETUN_CALL void* setun_open() {
        try {
          Module* module = new Module;
          module->top.clk = 0;
          return module;
        } catch (const std::exception&) {
          return nullptr;
        }
      }

      SETUN_CALL int setun_run(void* handle, const std::uint32_t* in, std::uint32_t* out,
                               std::int64_t cycles) {
        Module& module = *static_cast<Module*>(handle);
        try {
          for (std::int64_t cycle = 0; cycle < cycles; ++cycle) {
            for (int i = 0; i < 2 * @IN@; ++i) module.top.in_row[i] = *in++;
            module.top.eval();
            for (int i = 0; i < 2 * @OUT@; ++i) *out++ = module.top.out_row[i];
            module.top.clk = 1;
            module.top.eval();
            module.top.clk = 0;
          }
          return 0;
        } catch (const std::exception& failure) {
          std::snprintf(module.message, sizeof module.message, "%s", failure.what());
          return 1;
        }
      }

      SETUN_CALL const char* setun_message(void* handle) {
        return static_cast<Module*>(handle)->message;
      }

      SETUN_CALL void setun_close(void* handle) {
        Module* module = static_cast<Module*>(handle);
        try {
          module->top.final();
        } catch (const std::exception&) {
          // It is going away.
        }
        delete module;
      }
      """;

  private final MethodHandle run;
  private final MethodHandle message;
  private final MethodHandle close;
  private final MemorySegment module;

  /// Loads a library and makes a module, in the state in which Verilator begins.
  VerilatorLibrary(Path library) {
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
    MethodHandle open = handle(symbols, "setun_open", FunctionDescriptor.of(ValueLayout.ADDRESS));
    this.run =
        handle(
            symbols,
            "setun_run",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG));
    this.message =
        handle(
            symbols,
            "setun_message",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    this.close = handle(symbols, "setun_close", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    try {
      this.module = (MemorySegment) open.invokeExact();
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
    if (module.equals(MemorySegment.NULL)) {
      throw new ReplayException("verilator", "the module cannot be made");
    }
  }

  /// The C++ for the module of a bench.
  static String shim(ReplayBench bench) {
    return SHIM.replace("@IN@", Integer.toString(bench.inputWords()))
        .replace("@OUT@", Integer.toString(bench.outputWords()));
  }

  /// Runs cycles.
  ///
  /// @param inputs a row of inputs for each cycle, in words of 64 bits, low half first
  /// @param outputs takes a row of outputs for each cycle
  /// @throws ReplayException if the Verilog ends the simulation
  void run(MemorySegment inputs, MemorySegment outputs, long cycles) {
    try {
      int failed = (int) run.invokeExact(module, inputs, outputs, cycles);
      if (failed != 0) {
        MemorySegment text = (MemorySegment) message.invokeExact(module);
        throw new ReplayException("verilator", text.reinterpret(MOST_MESSAGE_BYTES).getString(0));
      }
    } catch (ReplayException known) {
      throw known;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    try {
      close.invokeExact(module);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor type) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbols
                .find(name)
                .orElseThrow(
                    () -> new ReplayException("verilator", "no " + name + " in the library")),
            type);
  }
}
