package dev.setun.model.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;

/// Loads a copy of `dev.setun.model` in which every start of a method, target of a jump, handler of
/// an exception and way out of a condition calls [Probe#hit]. Each thread of a run has its own.
final class InstrumentingLoader extends ClassLoader {
  private static final String COPIED = "dev.setun.model.";

  /// What both sides of the door must have in common.
  private static final Set<String> SHARED =
      Set.of(
          FuzzTarget.class.getName(),
          FuzzTarget.Field.class.getName(),
          CoverageMap.class.getName());

  private static final ClassDesc PROBE = ClassDesc.of(Probe.class.getName());
  private static final MethodTypeDesc HIT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  private final CoverageMap coverage;
  private final ClassFile files =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(name ->
                      InstrumentingLoader.class.getResourceAsStream(
                          "/" + pathOf(name.descriptorString())))
                  .orElse(ClassHierarchyResolver.defaultResolver())
                  .cached()));

  InstrumentingLoader(CoverageMap coverage) {
    super(InstrumentingLoader.class.getClassLoader());
    this.coverage = coverage;
  }

  /// `Lname;` as the path of its file.
  private static String pathOf(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1) + ".class";
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(COPIED) || SHARED.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String path = "/" + name.replace('.', '/') + ".class";
    try (InputStream stream = InstrumentingLoader.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] original = stream.readAllBytes();
      boolean ofTheFuzzer = name.startsWith(Probe.class.getPackageName() + ".");
      byte[] bytes = ofTheFuzzer ? original : instrumented(name, original);
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] instrumented(String name, byte[] original) {
    ClassTransform transform =
        (builder, element) -> {
          if (element instanceof MethodModel method && method.code().isPresent()) {
            Probes probes = new Probes(name, method, method.code().get());
            builder.transformMethod(method, MethodTransform.transformingCode(probes));
          } else {
            builder.with(element);
          }
        };
    return files.transformClass(files.parse(original), transform);
  }

  /// Puts the calls into one method.
  private final class Probes implements CodeTransform {
    private final long method;
    private final Set<Label> targets = new HashSet<>();
    private int probes;

    Probes(String className, MethodModel method, CodeModel code) {
      String name = className + method.methodName() + method.methodType();
      this.method = name.hashCode() * 0x9e3779b97f4a7c15L;
      for (CodeElement element : code) {
        switch (element) {
          case BranchInstruction branch -> targets.add(branch.target());
          case ExceptionCatch handler -> targets.add(handler.handler());
          case LookupSwitchInstruction choice -> {
            targets.add(choice.defaultTarget());
            choice.cases().forEach(each -> targets.add(each.target()));
          }
          case TableSwitchInstruction choice -> {
            targets.add(choice.defaultTarget());
            choice.cases().forEach(each -> targets.add(each.target()));
          }
          default -> {}
        }
      }
    }

    @Override
    public void atStart(CodeBuilder builder) {
      probe(builder);
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      builder.with(element);
      boolean target = element instanceof LabelTarget label && targets.contains(label.label());
      boolean condition =
          element instanceof BranchInstruction branch
              && branch.opcode() != Opcode.GOTO
              && branch.opcode() != Opcode.GOTO_W;
      if (target || condition) {
        probe(builder);
      }
    }

    private void probe(CodeBuilder builder) {
      int place = coverage.add(method + probes++);
      builder.loadConstant(place).invokestatic(PROBE, "hit", HIT);
    }
  }
}
